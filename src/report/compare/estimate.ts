// Layer 5: a mean and how sure it is: over seeds, which are few, or over tasks, which are many.

import { summariseSample } from "../../statistics.ts";
import { studentInterval } from "../../student-interval.ts";

/** A mean with its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  /** Absent where there is one value only: it says nothing about the spread. */
  readonly ci95?: readonly [number, number];
}

/** Averages values that are few, with the interval of Student's t: mean ± t * standard error. */
export function estimateOverSeeds(values: readonly number[]): Estimate {
  if (values.length < 2) return { mean: values[0] ?? NaN };
  const { mean, margin } = studentInterval(values);
  return estimateOf(mean, margin);
}

/** Averages values that are many, with the interval that `evaluation.json` has: mean ± 1.96 standard errors. */
export function estimateOverTasks(values: readonly number[]): Estimate {
  const { mean, ci95 } = summariseSample(Float64Array.from(values));
  return values.length < 2 ? { mean } : { mean, ci95 };
}

/** Makes an estimate from the half-width of its interval. */
export function estimateOf(mean: number, margin: number): Estimate {
  return { mean, ci95: [mean - margin, mean + margin] };
}
