// Layer 3: from lines to pixels.

/** How {@link drawStrokes} draws. */
export interface StrokeOptions {
  /** Rows and columns of the picture. */
  readonly side: number;
  /** Half the width of a stroke, in pixels. */
  readonly radius: number;
}

/** The greatest grey value of a byte. */
const WHITE = 255;

/** Half the width of the edge of a stroke, in pixels: over one pixel, white becomes black. */
const SOFT = 0.5;

/**
 * Draws lines with round ends in white on black. A pixel whose centre is `d` from the nearest line has the value
 * `radius + 1/2 - d`, from 0 to 1.
 *
 * @param strokes - the points of each line, `x, y` one after the other, in pixels; the first row is 0 <= y < 1
 * @returns `[side*side]`, row by row, from 0 to 255
 */
export function drawStrokes(
  strokes: readonly ArrayLike<number>[],
  { side, radius }: StrokeOptions,
): Uint8Array {
  const reach = radius + SOFT;
  const squares = new Float64Array(side * side).fill(reach * reach);
  for (const points of strokes) {
    for (let i = 0; i + 3 < points.length; i += 2) {
      lowerSquares(squares, side, reach, points, i);
    }
  }
  const picture = new Uint8Array(side * side);
  for (let i = 0; i < picture.length; i++) {
    picture[i] = Math.round(WHITE * Math.min(1, reach - Math.sqrt(squares[i]!)));
  }
  return picture;
}

/** Lowers the squared distance of each pixel near a part of a line, from the point at `at` to the next. Writes to `squares`. */
function lowerSquares(
  squares: Float64Array,
  side: number,
  reach: number,
  points: ArrayLike<number>,
  at: number,
): void {
  const x0 = points[at]!;
  const y0 = points[at + 1]!;
  const dx = points[at + 2]! - x0;
  const dy = points[at + 3]! - y0;
  const length = dx * dx + dy * dy;
  const perLength = length > 0 ? 1 / length : 0;
  // Pixels whose centres, at a half, lie in the box around the line.
  const left = Math.max(0, Math.ceil(x0 + Math.min(0, dx) - reach - 0.5));
  const right = Math.min(side - 1, Math.floor(x0 + Math.max(0, dx) + reach - 0.5));
  const top = Math.max(0, Math.ceil(y0 + Math.min(0, dy) - reach - 0.5));
  const bottom = Math.min(side - 1, Math.floor(y0 + Math.max(0, dy) + reach - 0.5));
  for (let row = top; row <= bottom; row++) {
    const py = row + 0.5 - y0;
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const share = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength));
      const ex = px - share * dx;
      const ey = py - share * dy;
      const square = ex * ex + ey * ey;
      const pixel = row * side + column;
      if (square < squares[pixel]!) squares[pixel] = square;
    }
  }
}
