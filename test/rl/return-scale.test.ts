import { describe, expect, it } from "vitest";
import { returnScale } from "../../src/rl/return-scale.ts";

describe("returnScale", () => {
  it("is the standard deviation over all real steps", () => {
    // 1, 3, 8 have mean 4 and squared deviations 9, 1, 16.
    expect(returnScale([1, 3, NaN, 8, Infinity, NaN], [2, 1])).toBeAllClose(Math.sqrt(26 / 3), {
      rtol: 1e-12,
    });
  });

  it("does not lose small differences beside a large mean", () => {
    expect(returnScale([1e9, 1e9 + 1, 1e9 + 2], [3])).toBeAllClose(Math.sqrt(2 / 3), {
      rtol: 1e-9,
    });
  });

  it("is 1 where all returns are equal", () => {
    expect(returnScale([0.1, 0.1, 0.1, 7], [3])).toBe(1);
    expect(returnScale([5], [1])).toBe(1);
  });

  it("rejects lengths that do not fit", () => {
    expect(() => returnScale([1, 2, 3], [2, 2])).toThrow(
      "returnScale: the number of elements must be a multiple of the number of episodes 2, got 3",
    );
  });
});
