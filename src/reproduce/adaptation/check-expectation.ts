// Layer 5: whether means over seeds show an ordering that is expected.

import { studentInterval } from "../../student-interval.ts";
import { isBetterHigher } from "../../train/evaluation-curve.ts";
import type { Measure } from "../../train/evaluation-curve.ts";
import type { CheckedExpectation } from "./adaptation-table.ts";
import type { Expectation } from "./expectation.ts";

/** The two means of an expectation, seed by seed: a run each, the same seeds in the same order. */
export interface ExpectedMeans {
  readonly better: readonly number[];
  readonly worse: readonly number[];
}

/**
 * Checks an expectation: `higher - factor · lower`, averaged over seeds, must be above 0 with its whole 95 % interval; or, for
 * one of separate intervals, the lower end of that of `higher` above the upper end of that of `factor · lower`.
 *
 * Runs of one seed meet the same held-out tasks, so that the difference between them is one of pairs.
 * @returns all but the sentence
 */
export function checkExpectation(
  { factor, separate = false }: Expectation,
  measure: Measure,
  { better, worse }: ExpectedMeans,
): Omit<CheckedExpectation, "text"> {
  const [higher, lower] = isBetterHigher(measure) ? [better, worse] : [worse, better];
  const multiples = lower.map((value) => (factor ?? 1) * value);
  const { mean: difference, margin } = studentInterval(
    higher.map((value, seed) => value - (multiples[seed] ?? NaN)),
  );
  const ci95 = [difference - margin, difference + margin] as const;
  const [above, below] = [studentInterval(higher), studentInterval(multiples)];
  const shown = {
    difference,
    ci95,
    ...(factor !== undefined && { ratio: (factor * above.mean) / below.mean }),
  };
  if (!separate) return { ...shown, holds: ci95[0] > 0 };
  const gap = above.mean - above.margin - (below.mean + below.margin);
  return { ...shown, gap, holds: gap > 0 };
}
