import { describe, expect, it } from "vitest";
import { quantile } from "../src/quantile.ts";

describe("quantile", () => {
  it("interpolates between neighbours", () => {
    const sorted = Float64Array.of(1, 2, 4, 8, 16);
    // 0.1 · 4 = 0.4 of the way from 1 to 2; 0.9 · 4 = 3.6: 0.6 of the way from 8 to 16.
    expect(quantile(sorted, 0.1)).toBeCloseTo(1.4, 12);
    expect(quantile(sorted, 0.9)).toBeCloseTo(12.8, 12);
    expect([0, 0.5, 1].map((p) => quantile(sorted, p))).toEqual([1, 4, 16]);
  });

  it("is the number itself where there is one", () => {
    expect([0, 0.3, 1].map((p) => quantile(Float64Array.of(7), p))).toEqual([7, 7, 7]);
  });
});
