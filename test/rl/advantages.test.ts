import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generalizedAdvantages, normaliseAdvantages } from "../../src/rl/advantages.ts";
import { discountReturns } from "../../src/rl/returns.ts";
import { fraction, paddedEpisodes, padTo } from "./episodes-arbitrary.ts";

const tolerance = { rtol: 1e-9, atol: 1e-9 };

describe("generalizedAdvantages", () => {
  it("follows the backward recursion", () => {
    // γ = 0.5, λ = 0.5: δ = [1 + 0.5·2 − 4, 3 + 0 − 2] = [−2, 1]; A[0] = −2 + 0.25·1.
    const options = { discount: 0.5, gaeLambda: 0.5 };
    const advantages = generalizedAdvantages([1, 3, 0], [4, 2, 0], [2], options);
    expect(Array.from(advantages)).toEqual([-1.75, 1, 0]);
  });

  it("is return minus value where λ = 1, with or without final values", () => {
    fc.assert(
      fc.property(paddedEpisodes, fraction, fc.boolean(), (data, discount, bootstrap) => {
        const { rewards, values, lengths, finalValues } = data;
        const options = bootstrap ? { discount, finalValues } : { discount };
        const returns = discountReturns(rewards, lengths, options);
        expect(
          generalizedAdvantages(rewards, values, lengths, { ...options, gaeLambda: 1 }),
        ).toBeAllClose(
          values.map((value, at) => (returns[at] ?? NaN) - value),
          tolerance,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("is the temporal difference where λ = 0", () => {
    fc.assert(
      fc.property(paddedEpisodes, fraction, (data, discount) => {
        const { rewards, values, lengths, finalValues, steps } = data;
        const expected = rewards.map((reward, at) => {
          const [episode, step] = [Math.floor(at / steps), at % steps];
          const length = lengths[episode] ?? NaN;
          if (step >= length) return 0;
          const next = step + 1 === length ? finalValues[episode] : values[at + 1];
          return reward + discount * (next ?? NaN) - (values[at] ?? NaN);
        });
        const options = { discount, gaeLambda: 0, finalValues };
        expect(generalizedAdvantages(rewards, values, lengths, options)).toBeAllClose(
          expected,
          tolerance,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("does not depend on padding", () => {
    fc.assert(
      fc.property(paddedEpisodes, fraction, fraction, (data, discount, gaeLambda) => {
        const options = { discount, gaeLambda };
        const more = { moreSteps: 2, filler: 99 };
        const { rewards, values, lengths } = data;
        expect(
          Array.from(
            generalizedAdvantages(
              padTo(data, rewards, more),
              padTo(data, values, more),
              lengths,
              options,
            ),
          ),
        ).toEqual(
          padTo(data, generalizedAdvantages(rewards, values, lengths, options), {
            moreSteps: 2,
            filler: 0,
          }),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("rejects values of another shape and mixing factors outside [0, 1]", () => {
    expect(() => generalizedAdvantages([1, 2], [1], [2], { discount: 1, gaeLambda: 1 })).toThrow(
      "generalizedAdvantages: values must have [1, 2] = 2 elements, got 1",
    );
    expect(() => generalizedAdvantages([1], [1], [1], { discount: 1, gaeLambda: -1 })).toThrow(
      "generalizedAdvantages.gaeLambda: must lie in [0, 1], got -1",
    );
    expect(() => generalizedAdvantages([1], [1], [1], { discount: NaN, gaeLambda: 1 })).toThrow(
      "generalizedAdvantages.discount: must lie in [0, 1], got NaN",
    );
  });
});

describe("normaliseAdvantages", () => {
  it("weighs episodes, not steps, alike", () => {
    // Means of the episodes: 2 and 6, so 4. Mean squares around it: (9 + 1) / 2 = 5 and 4, so 4.5.
    const std = Math.sqrt(4.5);
    expect(normaliseAdvantages([1, 3, 6, 77], [2, 1])).toBeAllClose(
      [-3 / std, -1 / std, 2 / std, 0],
      { rtol: 1e-7 }, // the epsilon of 1e-8 beside a standard deviation of 2
    );
  });

  it("weighs steps alike when it is told to", () => {
    // Mean (1 + 3 + 8) / 3 = 4, mean square around it (9 + 1 + 16) / 3.
    const std = Math.sqrt(26 / 3);
    expect(normaliseAdvantages([1, 3, 8, 77], [2, 1], "step")).toBeAllClose(
      [-3 / std, -1 / std, 4 / std, 0],
      { rtol: 1e-7 },
    );
  });

  it("is 0 where all advantages are equal", () => {
    expect(Array.from(normaliseAdvantages([2, 2, 2, 0], [2, 1]))).toEqual([0, 0, 0, 0]);
  });

  it("does not depend on padding, nor on a shift and a scale", () => {
    fc.assert(
      fc.property(paddedEpisodes, (data) => {
        const { values, lengths } = data;
        const expected = normaliseAdvantages(values, lengths);
        const padded = padTo(data, values, { moreSteps: 2, filler: 99 });
        expect(Array.from(normaliseAdvantages(padded, lengths))).toEqual(
          padTo(data, expected, { moreSteps: 2, filler: 0 }),
        );
        // A spread that is not large against the epsilon of 1e-8 does not scale.
        fc.pre(Math.max(...expected.map(Math.abs)) === 0 || spread(values) > 0.1);
        const changed = values.map((value) => 3 * value + 5);
        expect(normaliseAdvantages(changed, lengths)).toBeAllClose(expected, {
          rtol: 1e-5,
          atol: 1e-5,
        });
      }),
      { numRuns: 50 },
    );
  });
});

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
