// Layer 5: the return that training has come to: single outer steps are too noisy to compare.

import type { MetricsLine } from "../../train/metrics.ts";

/** Outer steps that are averaged. */
export const TRAILING_STEPS = 5;

/**
 * Averages the return after adaptation over each outer step and those before it: the last {@link TRAILING_STEPS}, or as
 * many as there are so far.
 * @returns one mean for each outer step
 */
export function trailingReturns(metrics: readonly MetricsLine[]): readonly number[] {
  return metrics.map((_, index) => {
    const window = metrics.slice(Math.max(0, index + 1 - TRAILING_STEPS), index + 1);
    return (
      window.reduce((sum, { postAdaptation }) => sum + postAdaptation.return, 0) / window.length
    );
  });
}
