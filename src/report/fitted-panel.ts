// Layer 5: an example task of regression as the picture of one task.

import type { ExampleTask, FewShotEvaluation } from "../few-shot/evaluation.ts";
import type { FittedCurve, FittedPanel, PlanePoints } from "./charts/fitted-curves.ts";
import { measureFormat } from "./measure-format.ts";

/**
 * Makes the picture of a task.
 * @param name - stands in its title, before the error after each number of inner steps that is drawn
 */
export function fittedPanel(
  { task, support, query, predictions }: ExampleTask,
  { perTask, measure }: FewShotEvaluation,
  name: string,
): FittedPanel {
  const { format } = measureFormat(measure);
  const scores = perTask[task]?.scores ?? [];
  const errors = predictions.map(({ innerSteps }) => scores[innerSteps]);
  const known = errors.filter((error) => error !== undefined).map(format);
  const inputs = query.inputs ?? [];
  return {
    title: `${name}: ${known.join(" → ")}`,
    truth: pointsOf(inputs, query.targets),
    support: pointsOf(support.inputs ?? [], support.targets),
    fitted: predictions.map(({ innerSteps, predicted }): FittedCurve => ({
      innerSteps,
      points: pointsOf(inputs, predicted),
    })),
  };
}

function pointsOf(xs: readonly number[], ys: readonly number[]): PlanePoints {
  return xs.map((x, i) => [x, ys[i] ?? 0] as const);
}
