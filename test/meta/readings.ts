// What tests of learners read from states, reports and results, whatever is learned.

import type { LearnerState } from "../../src/meta/learner.ts";

/** Mean and standard error over tasks of how much larger `values` are than `others`, task by task. */
export function pairedDifference(
  values: ArrayLike<number> | undefined,
  others: ArrayLike<number> | undefined,
): { readonly mean: number; readonly standardError: number } {
  if (values === undefined || others?.length !== values.length) throw new Error("needs pairs");
  const differences = Array.from(values, (value, task) => value - others[task]!);
  const mean = differences.reduce((sum, x) => sum + x, 0) / differences.length;
  const squares = differences.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    mean,
    standardError: Math.sqrt(squares / (differences.length - 1) / differences.length),
  };
}

/** All numbers of a state by name. */
export function readState({ params, optimiser }: LearnerState): Record<string, number[]> {
  const all = [...Object.entries(params), ...Object.entries(optimiser)];
  return Object.fromEntries(all.map(([name, value]) => [name, Array.from(value.dataSync())]));
}

/** A report without what depends on the clock. */
export function withoutSeconds(report: { readonly seconds: object }): object {
  const { seconds: _seconds, ...rest } = report;
  return rest;
}
