import { describe, expect, it } from "vitest";
import { summariseSample } from "../src/statistics.ts";

describe("summariseSample", () => {
  it("states the mean, the deviation and the interval", () => {
    // Deviations from 3 are -2, -1, 0, 3: variance 14/3, standard error sqrt(14/12).
    const { mean, std, ci95 } = summariseSample(Float64Array.of(1, 2, 3, 6));
    expect(mean).toBe(3);
    expect(std).toBeCloseTo(Math.sqrt(14 / 3));
    expect(ci95[0]).toBeCloseTo(3 - 1.96 * Math.sqrt(14 / 12), 4);
    expect(ci95[1]).toBeCloseTo(3 + 1.96 * Math.sqrt(14 / 12), 4);
  });
});
