// Layer 5: values of a curve between its points.

/** A point of a curve. */
export interface XY {
  readonly x: number;
  readonly y: number;
}

/**
 * Finds the value of a curve at `x`, on the straight line between neighbouring points.
 * @param curve - in ascending order of `x`
 * @returns undefined outside of the range of the curve
 */
export function interpolate(curve: readonly XY[], x: number): number | undefined {
  const index = curve.findIndex((point) => point.x >= x);
  const right = curve[index];
  if (right === undefined || right.x === x) return right?.y;
  const left = curve[index - 1];
  return left && left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}
