// Layer 5: example tasks of regression: the true curve, the points to adapt on, and what is predicted.

import type { ExampleTask, FewShotEvaluation } from "../../few-shot/evaluation.ts";
import { fittedCurvesSpec, stageLook } from "../charts/fitted-curves.ts";
import type { FittedCurve, FittedPanel } from "../charts/fitted-curves.ts";
import { distinct } from "../distinct.ts";
import { FIGURE_WIDTHS, renderFigure } from "../figure.ts";
import { formatInnerSteps, formatNumberOf } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { legend } from "../legend.ts";
import { measureFormat } from "../measure-format.ts";
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
  const panels = drawn.map((example) => panelOf(example, evaluation));
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

function panelOf(
  { task, support, query, predictions }: ExampleTask,
  { perTask, measure }: FewShotEvaluation,
): FittedPanel {
  const { format } = measureFormat(measure);
  const scores = perTask[task]?.scores ?? [];
  const errors = predictions.map(({ innerSteps }) => scores[innerSteps]);
  const known = errors.filter((error) => error !== undefined).map(format);
  const inputs = query.inputs ?? [];
  return {
    title: `task ${task}: ${known.join(" → ")}`,
    truth: pointsOf(inputs, query.targets),
    support: pointsOf(support.inputs ?? [], support.targets),
    fitted: predictions.map(({ innerSteps, predicted }): FittedCurve => ({
      innerSteps,
      points: pointsOf(inputs, predicted),
    })),
  };
}

function pointsOf(
  xs: readonly number[],
  ys: readonly number[],
): readonly (readonly [number, number])[] {
  return xs.map((x, i) => [x, ys[i] ?? 0] as const);
}
