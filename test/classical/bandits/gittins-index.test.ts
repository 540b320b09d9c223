import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gittinsIndex } from "../../../src/classical/bandits/gittins-index.ts";
import { ConfigError } from "../../../src/errors.ts";
import { ROOT } from "../../support/root.ts";

interface PublishedIndices {
  readonly discount: number;
  readonly digits: number;
  readonly indicesByLossesThenWins: readonly (readonly number[])[];
}

function readPublished(name: string): PublishedIndices {
  return JSON.parse(
    readFileSync(`${ROOT}test/golden/gittins/${name}.json`, "utf8"),
  ) as PublishedIndices;
}

/**
 * The value of an arm beside one that pays lambda for ever, from its definition, by plain recursion without any bounds.
 * @param pulls - after which the better mean is taken for ever
 */
function valueBeside(
  lambda: number,
  [successes, failures]: readonly [number, number],
  discount: number,
  pulls: number,
): number {
  const stored = new Map<string, number>();
  const value = (a: number, b: number, left: number): number => {
    const key = `${a} ${b}`;
    const known = stored.get(key);
    if (known !== undefined) return known;
    const mean = a / (a + b);
    const stay = lambda / (1 - discount);
    const result =
      left === 0
        ? Math.max(stay, mean / (1 - discount))
        : Math.max(
            stay,
            mean * (1 + discount * value(a + 1, b, left - 1)) +
              (1 - mean) * discount * value(a, b + 1, left - 1),
          );
    stored.set(key, result);
    return result;
  };
  return value(successes, failures, pulls);
}

const counts = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
const discounts = fc.double({ min: 0, max: 0.95, noNaN: true });

describe("gittinsIndex", () => {
  it.each(["discount-0.9", "discount-0.99"])("agrees with the published indices of %s", (name) => {
    const { discount, digits, indicesByLossesThenWins } = readPublished(name);
    const unit = 10 ** -digits;
    const different: unknown[] = [];
    indicesByLossesThenWins.forEach((row, losses) => {
      row.forEach((published, wins) => {
        const { index } = gittinsIndex({ successes: wins + 1, failures: losses + 1, discount });
        if (Math.abs(index - published) > unit / 2) different.push({ wins, losses, published });
      });
    });
    // One number of the table is 0.73954981, so that its last digit ought to be a 5.
    expect(different).toEqual(
      name === "discount-0.9" ? [{ wins: 8, losses: 3, published: 0.7396 }] : [],
    );
  });

  it("is 0.73954981 where the published table rounds up to 0.7396", () => {
    const { index, error } = gittinsIndex({
      successes: 9,
      failures: 4,
      discount: 0.9,
      tolerance: 1e-8,
    });
    expect(Math.abs(index - 0.73954981)).toBeLessThan(error + 5e-9);
  });

  it("is the mean where nothing after the next reward counts", () => {
    const { index, error } = gittinsIndex({ successes: 2, failures: 3, discount: 0 });
    expect(Math.abs(index - 0.4)).toBeLessThanOrEqual(error);
  });

  it("is where the arm and one that pays as much for ever are worth the same", () => {
    for (const discount of [0.5, 0.8]) {
      for (const state of [
        [1, 1],
        [3, 1],
        [2, 5],
      ] as const) {
        const [successes, failures] = state;
        const { index, error } = gittinsIndex({ successes, failures, discount });
        // After 100 pulls, 0.8^100 = 2e-10 is left.
        const worth = (lambda: number): number => valueBeside(lambda, state, discount, 100);
        const below = index - error - 1e-6;
        const above = index + error + 1e-6;
        expect(worth(below)).toBeGreaterThan(below / (1 - discount));
        expect(worth(above)).toBe(above / (1 - discount));
      }
    }
  });

  it("lies between the mean and 1, and grows with a success and with the discount", () => {
    fc.assert(
      fc.property(counts, discounts, ([successes, failures], discount) => {
        const tolerance = 1e-6;
        const indexOf = (a: number, b: number, d: number): number =>
          gittinsIndex({ successes: a, failures: b, discount: d, tolerance }).index;
        const index = indexOf(successes, failures, discount);
        expect(index).toBeGreaterThan(successes / (successes + failures) - tolerance);
        expect(index).toBeLessThan(1);
        expect(indexOf(successes + 1, failures, discount)).toBeGreaterThan(index);
        expect(indexOf(successes, failures + 1, discount)).toBeLessThan(index);
        expect(indexOf(successes, failures, Math.min(0.95, discount + 0.02))).toBeGreaterThan(
          index - 2 * tolerance,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("knows its error", () => {
    fc.assert(
      fc.property(
        counts,
        discounts,
        fc.constantFrom(1e-1, 1e-2, 1e-4),
        ([successes, failures], discount, tolerance) => {
          const rough = gittinsIndex({ successes, failures, discount, tolerance });
          const fine = gittinsIndex({ successes, failures, discount, tolerance: 1e-8 });
          expect(rough.error).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(rough.index - fine.index)).toBeLessThanOrEqual(rough.error + fine.error);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    [{ successes: 0 }, "gittinsIndex.successes: must be a positive number, got 0"],
    [{ failures: NaN }, "gittinsIndex.failures: must be a positive number, got NaN"],
    [{ discount: 1 }, "gittinsIndex.discount: must lie in [0, 0.9999], got 1"],
    [{ tolerance: 0 }, "gittinsIndex.tolerance: must lie in [1e-8, 1], got 0"],
  ])("rejects %j", (options, message) => {
    expect(() => gittinsIndex({ successes: 1, failures: 1, discount: 0.9, ...options })).toThrow(
      new ConfigError(message),
    );
  });
});
