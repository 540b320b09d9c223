import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/errors.ts";
import { discountReturns } from "../../src/rl/returns.ts";
import { fraction, paddedEpisodes, padTo } from "./episodes-arbitrary.ts";

describe("discountReturns", () => {
  it("sums what follows, discounted", () => {
    // 3, 2 + 0.5·3, 1 + 0.5·3.5; the second episode has one step.
    const returns = discountReturns([1, 2, 3, 4, 0, 0], [3, 1], { discount: 0.5 });
    expect(Array.from(returns)).toEqual([2.75, 3.5, 3, 4, 0, 0]);
  });

  it("adds the discounted final value behind the last step", () => {
    const options = { discount: 0.5, finalValues: [8, 2] };
    // 3 + 0.5·8, 2 + 0.5·7, 1 + 0.5·5.5; and 4 + 0.5·2.
    expect(Array.from(discountReturns([1, 2, 3, 4, 0, 0], [3, 1], options))).toEqual([
      3.75, 5.5, 7, 5, 0, 0,
    ]);
  });

  it("equals the definition Σ γᵏ r[t+k]", () => {
    fc.assert(
      fc.property(paddedEpisodes, fraction, ({ rewards, lengths, steps }, discount) => {
        const expected = rewards.map((_, at) => {
          const [episode, step] = [Math.floor(at / steps), at % steps];
          let sum = 0;
          for (let k = 0; step + k < (lengths[episode] ?? 0); k++) {
            sum += discount ** k * (rewards[at + k] ?? NaN);
          }
          return sum;
        });
        expect(discountReturns(rewards, lengths, { discount })).toBeAllClose(expected, {
          rtol: 1e-9,
          atol: 1e-9,
        });
      }),
      { numRuns: 50 },
    );
  });

  it("does not depend on padding", () => {
    fc.assert(
      fc.property(paddedEpisodes, fraction, (data, discount) => {
        const padded = padTo(data, data.rewards, { moreSteps: 3, filler: 99 });
        const expected = discountReturns(data.rewards, data.lengths, { discount });
        expect(Array.from(discountReturns(padded, data.lengths, { discount }))).toEqual(
          padTo(data, expected, { moreSteps: 3, filler: 0 }),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("rejects lengths that do not fit the rewards", () => {
    const options = { discount: 1 };
    expect(() => discountReturns([1, 2, 3], [1, 1], options)).toThrow(
      new ShapeError(
        "discountReturns: the number of elements must be a multiple of the number of episodes 2, got 3",
      ),
    );
    expect(() => discountReturns([1, 2, 3, 4], [2, 3], options)).toThrow(
      "discountReturns: lengths must be integers from 1 to 2, got 3 at episode 1",
    );
    expect(() => discountReturns([1, 2], [1, 1], { discount: 1, finalValues: [1] })).toThrow(
      "discountReturns: finalValues must have [2] = 2 elements, got 1",
    );
  });

  it("rejects a discount outside [0, 1]", () => {
    expect(() => discountReturns([1], [1], { discount: 1.1 })).toThrow(
      "discountReturns.discount: must lie in [0, 1], got 1.1",
    );
  });
});
