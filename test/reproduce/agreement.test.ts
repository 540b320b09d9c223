import { describe, expect, it } from "vitest";
import { summariseTrials, toleranceOf } from "../../src/reproduce/agreement.ts";

describe("summariseTrials", () => {
  it("states the mean, the deviation and the interval", () => {
    // Deviations from 3 are -2, -1, 0, 3: variance 14/3, standard error sqrt(14/12).
    const { mean, std, ci95 } = summariseTrials(Float64Array.of(1, 2, 3, 6));
    expect(mean).toBe(3);
    expect(std).toBeCloseTo(Math.sqrt(14 / 3));
    expect(ci95[0]).toBeCloseTo(3 - 1.96 * Math.sqrt(14 / 12), 4);
    expect(ci95[1]).toBeCloseTo(3 + 1.96 * Math.sqrt(14 / 12), 4);
  });
});

describe("toleranceOf", () => {
  it("adds half a unit of the last digit and 99 % of a mean's scatter", () => {
    const published = { publishedInstances: 100, publishedDecimals: 1 };
    // 0.05 + 2.576 · 2 / 10
    expect(toleranceOf(2, published)).toBeCloseTo(0.5652, 4);
    expect(toleranceOf(0, { ...published, publishedDecimals: 0 })).toBe(0.5);
  });
});
