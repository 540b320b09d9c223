import { describe, expect, it } from "vitest";
import {
  bayesOptimalValue,
  planBayesOptimal,
} from "../../../src/classical/bandits/bayes-optimal.ts";
import type { BanditSize } from "../../../src/classical/bandits/bayes-optimal.ts";
import { ConfigError } from "../../../src/errors.ts";
import { createRandom } from "../../../src/random.ts";

/** The same from the definition: over which arm had which successes and failures, nothing merged or stored. */
function naiveValue({ arms, pulls }: BanditSize): number {
  const value = (counts: readonly (readonly [number, number])[], left: number): number => {
    if (left === 0) return 0;
    return Math.max(
      ...counts.map(([successes, failures], arm) => {
        const mean = (successes + 1) / (successes + failures + 2);
        const succeeded = counts.with(arm, [successes + 1, failures]);
        const failed = counts.with(arm, [successes, failures + 1]);
        return mean * (1 + value(succeeded, left - 1)) + (1 - mean) * value(failed, left - 1);
      }),
    );
  };
  return value(
    Array.from({ length: arms }, () => [0, 0] as const),
    pulls,
  );
}

describe("bayesOptimalValue", () => {
  it("is half the pulls of a single arm, and of a single pull", () => {
    expect(bayesOptimalValue({ arms: 1, pulls: 30 })).toBeCloseTo(15, 12);
    expect(bayesOptimalValue({ arms: 7, pulls: 1 })).toBe(0.5);
  });

  it("is 13/12 for two pulls", () => {
    // 1/2, and then 2/3 of the same arm after a success, 1/2 of another after a failure: 1/2 + 1/2 (2/3 + 1/2)
    expect(bayesOptimalValue({ arms: 2, pulls: 2 })).toBeCloseTo(13 / 12, 12);
  });

  it("equals the recursion over all that may happen", () => {
    for (const arms of [2, 3]) {
      for (const pulls of [3, 4, 5]) {
        const size = { arms, pulls };
        expect(bayesOptimalValue(size)).toBeCloseTo(naiveValue(size), 12);
      }
    }
  });

  it("grows with the arms until there are as many as pulls", () => {
    const values = [5, 10, 50].map((arms) => bayesOptimalValue({ arms, pulls: 10 }));
    expect(values[0]!).toBeLessThan(values[1]!);
    expect(values[1]).toBe(values[2]);
  });

  it("rejects bandits with too many states, and says how many", () => {
    expect(() => bayesOptimalValue({ arms: 5, pulls: 100 })).toThrow(
      new ConfigError(
        "planBayesOptimal: 5 arms and 100 pulls must have at most 2000000 states, got more than 2000000000; ask for fewer arms or pulls",
      ),
    );
    expect(() => bayesOptimalValue({ arms: 2, pulls: 100 })).toThrow(
      /^planBayesOptimal: 2 arms and 100 pulls must have at most 2000000 states, got \d{7}; /,
    );
  });

  it.each([
    [{ arms: 0, pulls: 5 }, "planBayesOptimal.arms: must be an integer >= 1, got 0"],
    [{ arms: 2, pulls: 0 }, "planBayesOptimal.pulls: must be an integer >= 1, got 0"],
  ])("rejects %j", (size, message) => {
    expect(() => bayesOptimalValue(size)).toThrow(new ConfigError(message));
  });
});

describe("planBayesOptimal", () => {
  it("has a policy that is paid its value", () => {
    const size = { arms: 3, pulls: 8 };
    const plan = planBayesOptimal(size);
    const trials = 5000;
    let [sum, squares] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const rng = createRandom(trial);
      const means = Array.from({ length: size.arms }, () => rng.uniform());
      const successes = means.map(() => 0);
      const failures = means.map(() => 0);
      let total = 0;
      for (let pull = 0; pull < size.pulls; pull++) {
        const arm = plan.act(successes, failures);
        if (rng.uniform() < means[arm]!) {
          successes[arm]!++;
          total++;
        } else failures[arm]!++;
      }
      sum += total;
      squares += total * total;
    }
    const mean = sum / trials;
    const error = Math.sqrt((squares / trials - mean * mean) / trials);
    expect(Math.abs(mean - plan.value)).toBeLessThan(5 * error);
  });

  it("stays with a first success and leaves after a first failure", () => {
    const plan = planBayesOptimal({ arms: 3, pulls: 5 });
    expect(plan.act([1, 0, 0], [0, 0, 0])).toBe(0);
    expect(plan.act([0, 0, 0], [1, 0, 0])).toBe(1);
  });
});
