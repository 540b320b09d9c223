import { describe, expect, it } from "vitest";
import { studentInterval } from "../src/student-interval.ts";

/** 97.5 % quantiles of Student's t, from scipy.stats.t.ppf(0.975, df) of SciPy. */
const QUANTILES = {
  ...{ 1: 12.7062, 2: 4.302653, 3: 3.182446, 4: 2.776445, 5: 2.570582, 9: 2.262157, 10: 2.228139 },
  ...{ 30: 2.042272, 100: 1.983972, 1000: 1.962339 },
} as const;

describe("studentInterval", () => {
  it.each(Object.entries(QUANTILES))(
    "has the quantile of %s degrees of freedom",
    (df, quantile) => {
      // n numbers, half of them 1 above and half 1 below the mean but for one in the middle where n is odd.
      const n = Number(df) + 1;
      const half = Math.floor(n / 2);
      const values = Array.from({ length: n }, (_, i) => (i < half ? 4 : i < 2 * half ? 6 : 5));
      const standardError = Math.sqrt((2 * half) / (n - 1) / n);
      const { mean, margin } = studentInterval(values);
      expect(mean).toBeCloseTo(5, 12);
      expect(margin / standardError / quantile).toBeCloseTo(1, 5);
    },
  );

  it("is worked out for three numbers", () => {
    // Mean 4, squares 4 + 0 + 4, variance 4, standard error 2 / sqrt(3) = 1.1547, times 4.302653
    const { mean, margin } = studentInterval([2, 4, 6]);
    expect(mean).toBe(4);
    expect(margin).toBeCloseTo(4.96828, 4);
  });

  it("has no margin where all numbers are equal", () => {
    expect(studentInterval([3, 3])).toEqual({ mean: 3, margin: 0 });
  });

  it("rejects a single number", () => {
    expect(() => studentInterval([3])).toThrow(
      "studentInterval: values must have at least 2 numbers, got 1",
    );
  });
});
