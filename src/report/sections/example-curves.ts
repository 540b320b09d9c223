// Layer 5: example tasks of regression: the true curve, the points to adapt on, and what is predicted.

import type { ExampleTask, FewShotEvaluation } from "../../few-shot/evaluation.ts";
import { fittedCurvesSpec, stageLook } from "../charts/fitted-curves.ts";
import { distinct } from "../distinct.ts";
import { FIGURE_WIDTHS, renderFigure } from "../figure.ts";
import { fittedPanel } from "../fitted-panel.ts";
import { formatInnerSteps, formatNumberOf } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { legend } from "../legend.ts";
import { pageTheme } from "../theme.ts";

/** Tasks that are drawn, at most. */
const MOST_TASKS = 6;

/** Pictures beside each other, and what each needs for its labels and the space beside it. */
const COLUMNS = { wide: 2, narrow: 1 } as const;
const AROUND_PANEL = 44;

/** Draws the example tasks beside each other. */
export async function exampleCurves(
  examples: readonly ExampleTask[],
  evaluation: FewShotEvaluation,
): Promise<Html> {
  const drawn = examples.slice(0, MOST_TASKS);
  const panels = drawn.map((example) => fittedPanel(example, evaluation, `task ${example.task}`));
  const innerSteps = distinct(
    drawn.flatMap(({ predictions }) => predictions.map((prediction) => prediction.innerSteps)),
  );
  const stages = innerSteps.map((steps) => ({ steps, ...stageLook(steps, innerSteps) }) as const);
  const figure = await renderFigure({
    id: "examples",
    description: `Curves fitted in ${formatNumberOf(panels.length, "held-out task")}. ${panels.map(({ title }) => title).join("; ")}.`,
    spec: (size) =>
      fittedCurvesSpec(panels, {
        theme: pageTheme,
        columns: COLUMNS[size],
        width: Math.floor(FIGURE_WIDTHS[size] / COLUMNS[size]) - AROUND_PANEL,
      }),
  });
  return html`<p>
      Held-out tasks: what is to be predicted, the points that are adapted on, and what is predicted
      after some numbers of inner steps, with the squared error after each. Curves that leave the
      picture are cut off.
    </p>
    ${legend([
      { sign: "line", color: "ink", text: "true curve" },
      { sign: "triangle", color: "ink", text: "points to adapt on" },
      ...stages.map(({ steps, dash, color }) => ({
        sign: dash === "solid" ? ("line" as const) : dash,
        color,
        text: formatInnerSteps(steps),
      })),
    ])}
    ${figure}`;
}
