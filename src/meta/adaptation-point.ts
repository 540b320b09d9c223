// Layer 4: one point of an adaptation curve, whatever is measured.

import { summariseSample } from "../statistics.ts";

/** Mean over held-out tasks after a number of inner steps. */
export interface AdaptationPoint {
  readonly innerSteps: number;
  readonly mean: number;
  /** 95 % interval of the mean over tasks: mean ± 1.96 standard errors. */
  readonly ci95: readonly [number, number];
}

/** Sums up the values of all tasks after each number of inner steps. @param values - `[innerSteps + 1][tasks]` */
export function adaptationPoints(values: readonly ArrayLike<number>[]): readonly AdaptationPoint[] {
  return values.map((ofTasks, innerSteps) => {
    const { mean, ci95 } = summariseSample(Float64Array.from(ofTasks));
    return { innerSteps, mean, ci95 };
  });
}
