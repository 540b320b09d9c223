import { describe, expect, it } from "vitest";
import { checkExpectation } from "../../../src/reproduce/adaptation/check-expectation.ts";

/** 97.5 % quantile of Student's t with two degrees of freedom, by the square root of three seeds. */
const T = 4.302653 / Math.sqrt(3);

const place = { method: "any", innerSteps: 0 };
const expectation = { better: place, worse: place };

describe("checkExpectation", () => {
  it("takes differences between runs of one seed", () => {
    // 11, 12, 13: mean 12, standard deviation 1. The means themselves have 2 and 1, which would be too wide.
    const means = { better: [12, 14, 16], worse: [1, 2, 3] };
    const checked = checkExpectation(expectation, "return", means);
    expect(checked).toEqual({ difference: 12, ci95: expect.anything() as unknown, holds: true });
    expect(checked.ci95[0]).toBeCloseTo(12 - T, 5);
    expect(checked.ci95[1]).toBeCloseTo(12 + T, 5);
  });

  it("holds only if the whole interval is above 0", () => {
    // 1, 2, 3: mean 2, half-width 2.48; and 1.5, 2.5, 3.5: mean 2.5
    const worse = [0, 0, 0];
    const holds = (better: readonly number[]): boolean =>
      checkExpectation(expectation, "accuracy", { better, worse }).holds;
    expect(holds([1, 2, 3])).toBe(false);
    expect(holds([1.5, 2.5, 3.5])).toBe(true);
  });

  it("takes lower errors for better, and as many times the lower one as is expected", () => {
    // The higher one without 5 times the lower: 1, 2, 3, and of 4 times 2, 3, 4; the ratio of the means is 7 / 1
    const means = { better: [1, 1, 1], worse: [6, 7, 8] };
    const five = checkExpectation({ ...expectation, factor: 5 }, "squared error", means);
    expect(five.difference).toBe(2);
    expect(five.ratio).toBe(7);
    expect(five.ci95[0]).toBeCloseTo(2 - T, 5);
    expect(five.holds).toBe(false); // 2.48 below
    const four = checkExpectation({ ...expectation, factor: 4 }, "squared error", means);
    expect(four).toMatchObject({ difference: 3, holds: true });
    const reversed = { better: means.worse, worse: means.better };
    expect(checkExpectation(expectation, "squared error", reversed)).toMatchObject({
      difference: -6,
      holds: false,
    });
    expect(checkExpectation({ ...expectation, factor: 4 }, "accuracy", reversed)).toMatchObject({
      difference: 3,
      holds: true,
    });
  });

  it("wants a gap between the intervals of the two means, where these must be separate", () => {
    // 20 ± 2 · 2.484 and 10 ± 2.484: from 15.03 down to 12.48. Seed by seed the difference is 9, 10, 11.
    const means = { better: [18, 20, 22], worse: [9, 10, 11] };
    const separate = { ...expectation, separate: true };
    const checked = checkExpectation(separate, "accuracy", means);
    expect(checked.gap).toBeCloseTo(10 - 3 * T, 5);
    expect(checked).toMatchObject({ difference: 10, holds: true });
    // Moved together by 3 they overlap by 0.45, although the difference of pairs is far from 0.
    const nearer = { ...means, better: [15, 17, 19] };
    const overlapping = checkExpectation(separate, "accuracy", nearer);
    expect(overlapping.gap).toBeCloseTo(7 - 3 * T, 5);
    expect(overlapping.holds).toBe(false);
    expect(checkExpectation(expectation, "accuracy", nearer).holds).toBe(true);
    // Errors: the other way round, and 1.5 times the lower one: 20 ± 4.97 and 15 ± 3.73 overlap
    const errors = { better: means.worse, worse: means.better };
    expect(checkExpectation(separate, "squared error", errors).holds).toBe(true);
    const times = { ...separate, factor: 1.5 };
    expect(checkExpectation(times, "squared error", errors).gap).toBeCloseTo(5 - 3.5 * T, 5);
  });
});
