import { describe, expect, it } from "vitest";
import { drawingRange } from "../../../src/report/charts/drawing-range.ts";

describe("drawingRange", () => {
  it("is the named range while the points lie in it", () => {
    expect(drawingRange([[0, 0.2]], [-0.5, 0.5])).toEqual({ range: [-0.5, 0.5], isClipped: false });
    expect(drawingRange([], [-0.5, 0.5])).toEqual({ range: [-0.5, 0.5], isClipped: false });
  });

  it("grows with the points, on the side where they are", () => {
    const points = [
      [0, 0.75],
      [-0.25, 0.5],
    ] as const;
    expect(drawingRange(points, [-0.5, 0.5])).toEqual({ range: [-0.5, 0.75], isClipped: false });
  });

  it("grows by at most half of the named range, and says that it cuts points off", () => {
    expect(drawingRange([[-7, 0.2]], [-0.5, 0.5])).toEqual({ range: [-1, 0.5], isClipped: true });
  });

  it("follows the points where no range is named", () => {
    const points = [
      [0, 10],
      [5, -10],
    ] as const;
    expect(drawingRange(points, undefined)).toEqual({ range: [-11, 11], isClipped: false });
    expect(drawingRange([[3, 3]], undefined)).toEqual({ range: [2, 4], isClipped: false });
    expect(drawingRange([], undefined)).toEqual({ range: [-1, 1], isClipped: false });
  });
});
