import { describe, expect, it } from "vitest";
import { findDifference } from "./close.ts";

describe("toBeAllClose", () => {
  it("accepts elements within |actual - expected| <= atol + rtol * |expected|", () => {
    expect([100.9, 0.5]).toBeAllClose([100, 0], { rtol: 0.01, atol: 0.5 });
    expect([101.6, 0]).not.toBeAllClose([100, 0], { rtol: 0.01, atol: 0.5 });
  });

  it("compares typed arrays, nested arrays and numbers by their elements", () => {
    expect(new Float32Array([1, 2])).toBeAllClose([1, 2]);
    expect([new Float32Array([1, 2]), [3, 4]]).toBeAllClose([
      [1, 2],
      [3, 4],
    ]);
    expect(2).toBeAllClose(2);
    expect([]).toBeAllClose([]);
  });

  it("is relative by default, so that zero is close only to itself", () => {
    expect(1.000001).toBeAllClose(1);
    expect(1e-30).not.toBeAllClose(0);
    expect(0).toBeAllClose(0);
  });

  it("finds NaN close to nothing and an infinity only to itself", () => {
    for (const [actual, expected] of [
      [NaN, 1],
      [1, NaN],
      [NaN, NaN],
      [NaN, Infinity],
      [1, Infinity],
      [Infinity, 1],
      [-Infinity, Infinity],
    ] as const) {
      expect([actual]).not.toBeAllClose([expected], { rtol: 10, atol: 10 });
    }
    expect([Infinity]).toBeAllClose([Infinity]);
  });

  it("rejects another length and another shape of as many elements", () => {
    expect(findDifference([1, 2], [1, 2, 3])).toBe("shape must be [3], got [2]");
    expect(findDifference([[1, 2]], [[1], [2]])).toBe("shape must be [2, 1], got [1, 2]");
    expect(findDifference([], [1])).toBe("shape must be [1], got [0]");
  });

  it("names how many elements differ and the worst of them", () => {
    const actual = [
      [1, 2],
      [3.5, 5],
    ];
    const expected = [
      [1, 2],
      [3, 4],
    ];
    expect(findDifference(actual, expected)).toBe(
      "2 of 4 elements differ, the worst at [1, 1]: expected 4, got 5 (rtol 0.00001, atol 0)",
    );
    expect(() => {
      expect([NaN, 5]).toBeAllClose([1, 4]);
    }).toThrow(/2 of 2 elements differ, the worst at \[0\]: expected 1, got NaN/);
  });

  it("refuses what is not numeric", () => {
    expect(() => findDifference(["1"], [1])).toThrow("must be numbers or arrays of numbers, got 1");
    expect(() => findDifference([[1], [1, 2]], [1])).toThrow("got a ragged array");
  });
});
