import { describe, expect, it } from "vitest";
import {
  estimateDifference,
  nameBestSingle,
  returnsOfBestPerTask,
  returnsOfBestSingle,
  returnsOfPolicy,
  spreadOfPolicies,
} from "../../../src/rl/check/best-policies.ts";
import type { PolicyReturns } from "../../../src/rl/check/policy-returns.ts";

const policies = ["left", "right", "stay"].map((name) => ({ name, start: () => () => undefined }));

/** Three policies in two tasks, by the two halves of the episodes. */
const played: PolicyReturns = {
  policies,
  tasks: [{}, {}],
  halves: [
    Float64Array.of(5, 0, 1, 4, 2, 2), // means 2.5, 2.5, 2
    Float64Array.of(3, 1, 2, 6, 2, 3), // means 2, 4, 2.5
  ],
  isWhole: true,
};

describe("returnsOfBestSingle", () => {
  it("measures on each half the policy that is best on average in the other", () => {
    // By the first half the first of the two best, left: 3 and 1 in the second. By the second, right: 1 and 4 in the first.
    expect(Array.from(returnsOfBestSingle(played))).toEqual([(3 + 1) / 2, (1 + 4) / 2]);
    // Both halves together: 9, 13 and 9.
    expect(nameBestSingle(played)).toBe("right");
  });
});

/** Two policies in two tasks. */
function playTwo(first: readonly number[], second: readonly number[]): PolicyReturns {
  const halves = [Float64Array.from(first), Float64Array.from(second)] as const;
  return { ...played, policies: policies.slice(0, 2), halves };
}

describe("returnsOfBestPerTask", () => {
  it("measures the policy that is best in each task, where nothing is chance", () => {
    const returns = [4, 0, 1, 1];
    expect(Array.from(returnsOfBestPerTask(playTwo(returns, returns)))).toEqual([4, 1]);
  });

  it("gains nothing by chance: measures the best single policy where the halves have nothing in common", () => {
    // Left is better on average in both halves. The task in which it is worse is another in each.
    const chance = playTwo([9, 0, 2, 3], [0, 9, 3, 2]);
    expect(Array.from(returnsOfBestPerTask(chance))).toEqual([4.5, 4.5]);
  });

  it("shrinks what a policy returns in a task by the share of chance in it", () => {
    // Without the means of policies (2 and 1) and of tasks (2.5 and 0.5), [1, -1, -1, 1] is left of the first half, of the
    // second a quarter of that: their product is 1, the larger square 4, so that a quarter is believed. In the second
    // task, left is then worth 2 - 1/4 by the first half, right 1 + 1/4: left is measured, which is 2 and 0 there.
    const some = playTwo([4, 0, 1, 1], [3, 2, 2, 2]);
    expect(Array.from(returnsOfBestPerTask(some))).toEqual([(3 + 4) / 2, (2 + 0) / 2]);
  });
});

describe("spreadOfPolicies", () => {
  it("is the distance between the best mean and the median", () => {
    // Means of both halves: left 9/4, right 13/4, stay 9/4.
    expect(spreadOfPolicies(played)).toBeCloseTo(1, 12);
  });
});

describe("returnsOfPolicy", () => {
  it("averages both halves", () => {
    expect(Array.from(returnsOfPolicy(played, 2))).toEqual([2, 2.5]);
  });
});

describe("estimateDifference", () => {
  it("has the mean over tasks and its standard error", () => {
    // Differences 1, 2, 6: mean 3, variance (4 + 1 + 9) / 2 = 7.
    const { mean, standardError } = estimateDifference(
      Float64Array.of(2, 4, 9),
      Float64Array.of(1, 2, 3),
    );
    expect(mean).toBe(3);
    expect(standardError).toBeCloseTo(Math.sqrt(7 / 3), 12);
  });
});
