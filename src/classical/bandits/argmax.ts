// Layer 4: the best of several arms.

/**
 * Returns where the greatest number stands; the first of several that are equal.
 *
 * With arms that are alike a priori the first is as good as any of those in the same state. Where states differ and are
 * equally good, it is one that was pulled before rather than one that was never pulled: the published greedy column needs
 * that (docs/classical-bandits.md).
 */
export function argmax(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
