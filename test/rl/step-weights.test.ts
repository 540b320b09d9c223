import { describe, expect, it } from "vitest";
import { stepWeights, weightings } from "../../src/rl/step-weights.ts";

describe("stepWeights", () => {
  it("weighs every episode alike, so that steps of short ones weigh more", () => {
    expect(Array.from(stepWeights([1, 4], 4, "episode"))).toEqual(
      [1 / 2, 0, 0, 0].concat([1 / 8, 1 / 8, 1 / 8, 1 / 8]),
    );
  });

  it("weighs every step alike, so that short episodes weigh less", () => {
    expect(Array.from(stepWeights([1, 4], 4, "step"))).toEqual(
      [1 / 5, 0, 0, 0].concat([1 / 5, 1 / 5, 1 / 5, 1 / 5]),
    );
  });

  it.each(weightings)("sums to 1 when it weighs by %s", (weighting) => {
    const sum = stepWeights([3, 1, 2], 5, weighting).reduce((total, weight) => total + weight, 0);
    expect(sum).toBeCloseTo(1, 12);
  });
});
