// Layer 5: the page of a comparison: one file without scripts, in the style of a run's report.

import { checkFinite } from "../../errors.ts";
import { renderDocument } from "../document.ts";
import { FIGURE_WIDTHS, renderFigure } from "../figure.ts";
import { formatCount, formatDuration, formatNumberOf } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { pageTheme } from "../theme.ts";
import type { Comparison } from "./comparison.ts";
import { curveNumbers } from "./curve-numbers.ts";
import { adaptationCurvesOf, learningCurvesOf } from "./curves.ts";
import { returnDecimals } from "./format-estimate.ts";
import { methodCurvesSpec } from "./method-curves.ts";
import type { MethodCurve, MethodCurvesStyle } from "./method-curves.ts";
import { methodsKey } from "./methods-key.ts";
import { methodsSection } from "./methods-section.ts";
import { runsSection } from "./runs-section.ts";
import { comparisonTables } from "./tables.ts";

const HEIGHTS = { wide: 380, narrow: 300 } as const;

/**
 * Renders the page: the same comparison gives the same page.
 * @returns a whole HTML document
 * @throws {@link NumericalError} if a number is not finite
 * @throws {@link ConfigError} if there are more methods than pictures can tell apart
 */
export async function renderComparison(comparison: Comparison): Promise<string> {
  checkFinite("comparison", comparison);
  const [training, ...heldOut] = comparisonTables(comparison);
  const [adaptation, differences] = heldOut;
  const key = methodsKey(comparison);
  const title = `Comparison on ${comparison.environment}`;
  const after = learningCurvesOf(comparison, "postAdaptation");
  const before = learningCurvesOf(comparison, "preAdaptation");
  const content = html`${head(comparison, title)}
    ${training && methodsSection(comparison, training)}
    <section>
      <h2>Learning curves</h2>
      <p>${describeCurves(comparison)}</p>
      ${key} ${await picture("after", "Return after adaptation", after, "environmentSteps")}
      ${curveNumbers(after, returnDecimals(comparison))}
      <details>
        <summary>Return before adaptation</summary>
        ${key} ${await picture("before", "Return before adaptation", before, "environmentSteps")}
      </details>
    </section>
    ${
      adaptation &&
      methodsSection(comparison, adaptation, [
        key,
        await picture(
          "adaptation",
          "Return on held-out tasks",
          adaptationCurvesOf(comparison),
          "innerSteps",
        ),
      ])
    }
    ${differences && methodsSection(comparison, differences)} ${runsSection(comparison)}`;
  return renderDocument(title, content);
}

function head({ methods, environmentSteps }: Comparison, title: string): Html {
  const runs = methods.flatMap((method) => method.runs);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  const facts = [
    ["Methods", formatCount(methods.length)],
    ["Runs", formatCount(runs.length)],
    ["Compared at", `${formatCount(environmentSteps)} environment steps`],
    ["Training time of all runs", formatDuration(seconds)],
  ].map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<header>
    <h1>${title}</h1>
    <dl class="facts">${facts}</dl>
  </header>`;
}

/** What curves and bands are, and which methods have none. */
function describeCurves({ methods }: Comparison): string {
  const several = methods.filter(({ runs }) => runs.length > 1);
  const missing = methods.filter(({ curves }) => curves.postAdaptation.length === 0);
  return [
    "Mean undiscounted return after adaptation over the tasks of each outer step.",
    ...(several.length > 0
      ? [
          "Curves are means over seeds, bands their 95 % intervals by Student's t, which few seeds make wide; what " +
            "leaves the picture is cut off.",
        ]
      : []),
    ...(several.length > 0 && several.length < methods.length
      ? ["A method with one seed has no band."]
      : []),
    ...missing.map(
      ({ name, runs }) =>
        `${name} has no curve: its ${formatNumberOf(runs.length, "run")} have no number of environment steps in common.`,
    ),
  ].join(" ");
}

/** A picture of full width, without a key. */
function picture(
  id: string,
  what: string,
  curves: readonly MethodCurve[],
  over: MethodCurvesStyle["over"],
): Promise<Html> {
  const ends = curves.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    const range = first && last && `from ${first.mean.toFixed(2)} to ${last.mean.toFixed(2)}`;
    return `${name} ${range ?? "without a curve"}`;
  });
  const axis = over === "innerSteps" ? "inner steps" : "environment steps";
  return renderFigure({
    id,
    description: `${what} over ${axis}: ${ends.join("; ")}.`,
    spec: (size) =>
      methodCurvesSpec(curves, {
        theme: pageTheme,
        width: FIGURE_WIDTHS[size],
        height: HEIGHTS[size],
        over,
        hasLegend: false,
      }),
  });
}
