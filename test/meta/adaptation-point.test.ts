import { describe, expect, it } from "vitest";
import { adaptationPoints } from "../../src/meta/adaptation-point.ts";

describe("adaptationPoints", () => {
  it("has the mean over tasks after each number of inner steps, with its 95 % interval", () => {
    const points = adaptationPoints([[1, 3, 5, 7], Float32Array.of(2, 2, 2, 2)]);
    // Squared deviations of 9, 1, 1 and 9 over n - 1 = 3 are a variance of 20/3, and that of the mean is 5/3.
    const margin = 1.959963984540054 * Math.sqrt(5 / 3);
    expect(points.map(({ innerSteps, mean }) => [innerSteps, mean])).toEqual([
      [0, 4],
      [1, 2],
    ]);
    expect(points[0]?.ci95).toBeAllClose([4 - margin, 4 + margin], { rtol: 1e-14 });
    expect(points[1]?.ci95).toEqual([2, 2]);
  });

  it("has no point where nothing was measured", () => {
    expect(adaptationPoints([])).toEqual([]);
  });
});
