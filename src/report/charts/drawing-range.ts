// Layer 5: which part of the plane pictures of paths show.

/** How far a picture may reach beyond the range that the environment names, as a share of that range, on each side. */
const MOST_OVERHANG = 0.5;

/** Free space around points where the environment names no range, as a share of their extent. */
const MARGIN = 0.05;

/** A range of both axes. */
export interface DrawingRange {
  readonly range: readonly [number, number];
  /** Whether some points lie outside. */
  readonly isClipped: boolean;
}

/**
 * Chooses one range for both axes, so that pictures have equal aspect.
 * @param points - what is drawn; all finite
 * @param named - the range that the environment names; it is shown, and as much more as the points need, up to half of
 *   it on each side
 */
export function drawingRange(
  points: readonly (readonly [number, number])[],
  named: readonly [number, number] | undefined,
): DrawingRange {
  let low = Infinity;
  let high = -Infinity;
  for (const [x, y] of points) {
    low = Math.min(low, x, y);
    high = Math.max(high, x, y);
  }
  if (named === undefined) {
    const margin = high > low ? MARGIN * (high - low) : 1;
    return {
      range: points.length === 0 ? [-1, 1] : [low - margin, high + margin],
      isClipped: false,
    };
  }
  const overhang = MOST_OVERHANG * (named[1] - named[0]);
  const range = [
    Math.min(named[0], Math.max(low, named[0] - overhang)),
    Math.max(named[1], Math.min(high, named[1] + overhang)),
  ] as const;
  return { range, isClipped: low < range[0] || high > range[1] };
}
