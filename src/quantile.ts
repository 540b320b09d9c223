// Layer 0: quantiles of a sample.

/**
 * The p-quantile of numbers, interpolated between neighbours: the element at p (n - 1), counted from 0.
 *
 * @param sorted - at least one number, in ascending order
 * @param p - from 0 to 1
 * @see Hyndman and Fan 1996, definition 7
 */
export function quantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.ceil(position)] as number;
  return low === high ? low : low + (position - below) * (high - low);
}
