import { describe, expect, it } from "vitest";
import { returnCurve } from "../../../src/report/compare/return-curve.ts";
import { sketchRun } from "./compared-runs.ts";
import type { RunSketch } from "./compared-runs.ts";

function method(...runs: readonly RunSketch[]) {
  return { name: "m", runs: runs.map(sketchRun) };
}

describe("returnCurve", () => {
  it("is the curve of the run where there is one", () => {
    const curve = returnCurve(
      method({ returns: [1, 4, 2], steps: [10, 20, 30] }),
      "postAdaptation",
    );
    expect(curve).toEqual([
      { environmentSteps: 10, mean: 1 },
      { environmentSteps: 20, mean: 4 },
      { environmentSteps: 30, mean: 2 },
    ]);
    expect(returnCurve(method({ returns: [1] }), "preAdaptation")).toEqual([
      { environmentSteps: 10, mean: -99 },
    ]);
  });

  it("averages seeds on a common grid, between outer steps on straight lines", () => {
    // Both cover 20 to 40. First: 2 at 20, 4 at 40, so 3 at 30. Second: 0 at 20 (half way from -5 at 10 to 5 at 30), 5 at
    // 30, 10 at 40 (half way from 5 at 30 to 15 at 50).
    const curve = returnCurve(
      method(
        { seed: 1, returns: [2, 4, 4], steps: [20, 40, 40] },
        { seed: 2, returns: [-5, 5, 15], steps: [10, 30, 50] },
      ),
      "postAdaptation",
    );
    expect(curve.map(({ environmentSteps }) => environmentSteps)).toEqual([20, 30, 40]);
    expect(curve.map(({ mean }) => mean)).toBeAllClose([1, 4, 7]);
    // Two values a distance d apart have a standard error of d / 2, and t(1) is 12.706205.
    const margins = curve.map(({ ci95 = [NaN, NaN] }) => (ci95[1] - ci95[0]) / 2);
    expect(margins).toBeAllClose([12.706205, 12.706205, 38.118615]);
  });

  it("averages neighbouring outer steps of long runs", () => {
    const returns = Array.from({ length: 500 }, (_, step) => (step % 2 === 0 ? 0 : 2));
    const curve = returnCurve(method({ returns, steps: 10 }), "postAdaptation");
    expect(curve).toHaveLength(250);
    expect(curve[0]).toEqual({ environmentSteps: 15, mean: 1 });
    expect(curve.at(-1)).toEqual({ environmentSteps: 4995, mean: 1 });
    expect(curve.every(({ mean }) => Math.abs(mean - 1) < 1e-9)).toBe(true);
  });

  it("has no point where seeds have no environment steps in common", () => {
    const apart = method({ returns: [1], steps: 10 }, { seed: 2, returns: [1], steps: 12 });
    expect(returnCurve(apart, "postAdaptation")).toEqual([]);
  });
});
