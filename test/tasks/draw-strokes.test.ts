import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawStrokes } from "../../src/tasks/draw-strokes.ts";

const SIDE = 12;
const coordinate = fc.double({ min: -3, max: SIDE + 3, noNaN: true });
const lines = fc.array(fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 4 }), {
  maxLength: 3,
});

/** The distance of a point from a line, by its definition: the least one to any of many points of it. */
function distance(x: number, y: number, line: readonly (readonly [number, number])[]): number {
  const POINTS = 4000;
  let least = Infinity;
  for (let part = 0; part + 1 < line.length; part++) {
    const [[x0, y0], [x1, y1]] = [line[part]!, line[part + 1]!];
    for (let i = 0; i <= POINTS; i++) {
      const t = i / POINTS;
      least = Math.min(least, Math.hypot(x0 + t * (x1 - x0) - x, y0 + t * (y1 - y0) - y));
    }
  }
  return least;
}

describe("drawStrokes", () => {
  it("draws a level line over the rows that it covers", () => {
    // y = 2 is the border of rows 1 and 2, whose centres are 1/2 from it: with radius 3/4 their value is 3/4 + 1/2 - 1/2 = 3/4,
    // and of the rows beyond 3/4 + 1/2 - 3/2 < 0. Left of x = 1 is nothing but the round end.
    const picture = drawStrokes([[1.5, 2, 4.5, 2]], { side: 6, radius: 0.75 });
    const white = Math.round(0.75 * 255);
    for (const row of [1, 2]) {
      expect(Array.from(picture.subarray(6 * row + 1, 6 * row + 5))).toEqual(Array(4).fill(white));
    }
    for (const row of [0, 3, 4, 5]) {
      expect(Array.from(picture.subarray(6 * row, 6 * row + 6))).toEqual(Array(6).fill(0));
    }
    // (1/2, 3/2) is sqrt(1 + 1/4) = 1.118 from the end.
    expect(picture[6]).toBe(Math.round(255 * (1.25 - Math.sqrt(1.25))));
  });

  it("makes a pixel as white as its distance from the nearest line says", () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0.3, max: 1.5, noNaN: true }), (strokes, radius) => {
        const picture = drawStrokes(
          strokes.map((line) => line.flat()),
          { side: SIDE, radius },
        );
        picture.forEach((value, pixel) => {
          const [x, y] = [(pixel % SIDE) + 0.5, Math.floor(pixel / SIDE) + 0.5];
          const nearest = Math.min(...strokes.map((line) => distance(x, y, line)));
          const expected = 255 * Math.min(1, Math.max(0, radius + 0.5 - nearest));
          // Rounding is off by 1/2; points of the longest line, of 26 pixels, are 0.0065 apart, so by 0.0033 * 255 at most.
          expect(Math.abs(value - expected)).toBeLessThan(0.5 + 0.9);
        });
      }),
      { numRuns: 10 },
    );
  });

  it("draws a line of no length as a dot", () => {
    const picture = drawStrokes([[1.5, 1.5, 1.5, 1.5]], { side: 3, radius: 0.25 });
    expect(Array.from(picture)).toEqual([0, 0, 0, 0, Math.round(0.75 * 255), 0, 0, 0, 0]);
  });
});
