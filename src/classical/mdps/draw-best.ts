// Layer 4: the best of several actions.

import type { Random } from "../../random.ts";

/**
 * Returns the offset of the greatest of the numbers `begin` to `begin + count - 1`; draws from `rng` among several that are
 * equal, and only then.
 */
export function drawBest(rng: Random, values: Float64Array, begin: number, count: number): number {
  let best = 0;
  let ties = 1;
  for (let i = 1; i < count; i++) {
    const value = values[begin + i]!;
    if (value < values[begin + best]!) continue;
    if (value > values[begin + best]!) {
      best = i;
      ties = 1;
    } else if (rng.integer(++ties) === 0) best = i;
  }
  return best;
}
