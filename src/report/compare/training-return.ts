// Layer 5: what methods return when all have taken the same number of environment steps.

import { estimateOverSeeds } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { Method } from "./method.ts";
import { trailingReturns } from "./trailing-return.ts";

/** Returns the largest number of environment steps that every run has come to. */
export function commonEnvironmentSteps(methods: readonly Method[]): number {
  const ends = methods.flatMap(({ runs }) =>
    runs.map(({ metrics }) => metrics.at(-1)?.environmentSteps ?? 0),
  );
  return Math.min(...ends);
}

/**
 * Averages over seeds the trailing return after adaptation at the last outer step within a number of environment steps.
 * @returns undefined if the first outer step of a run takes more
 */
export function trainingReturn({ runs }: Method, environmentSteps: number): Estimate | undefined {
  const returns = runs.map(({ metrics }) =>
    trailingReturns(metrics.filter((line) => line.environmentSteps <= environmentSteps)).at(-1),
  );
  const found = returns.filter((value) => value !== undefined);
  return found.length === returns.length ? estimateOverSeeds(found) : undefined;
}
