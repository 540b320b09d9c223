import { describe, expect, it } from "vitest";
import { estimateOverSeeds, estimateOverTasks } from "../../../src/report/compare/estimate.ts";

describe("estimateOverSeeds", () => {
  it("has the interval of Student's t", () => {
    // Mean 4, variance (4 + 0 + 4) / 2 = 4, standard error 2 / sqrt(3), t(2) = 4.302653.
    const { mean, ci95 } = estimateOverSeeds([2, 4, 6]);
    expect(mean).toBe(4);
    expect(ci95).toBeAllClose([4 - 4.968275, 4 + 4.968275], { rtol: 1e-6 });
  });

  it("has none for one value", () => {
    expect(estimateOverSeeds([3])).toEqual({ mean: 3 });
  });
});

describe("estimateOverTasks", () => {
  it("has the interval of the normal distribution", () => {
    // The same standard error, 1.154701, times 1.959964.
    expect(estimateOverTasks([2, 4, 6]).ci95).toBeAllClose([1.736829, 6.263171], { rtol: 1e-6 });
    expect(estimateOverTasks([3])).toEqual({ mean: 3 });
  });
});
