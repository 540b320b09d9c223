import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashNGrams } from "../../src/tasks/hash-n-grams.ts";

const options = { longest: 3, norm: 7 };

function featuresOf(text: string, size = 784, { longest, norm } = options): Float32Array {
  const out = new Float32Array(size).fill(9);
  hashNGrams(text, { longest, norm }, out);
  return out;
}

/** The counts behind the features: squares in proportion, the smallest of them 1 if some n-gram is alone. */
function sharesOf(features: Float32Array): number[] {
  return Array.from(features, (value) => (value / options.norm) ** 2).filter((share) => share > 0);
}

describe("hashNGrams", () => {
  it("gives each n-gram a number of its own, where hashes differ", () => {
    // "abab" has a a b b ab ab ba aba bab: 9, of 6 kinds.
    const shares = sharesOf(featuresOf("abab", 100_003)).sort((a, b) => a - b);
    expect(shares).toBeAllClose([1 / 9, 1 / 9, 1 / 9, 2 / 9, 2 / 9, 2 / 9]);
  });

  it("takes a character beyond 16 bits for one", () => {
    expect(sharesOf(featuresOf("𝒜", 100_003))).toBeAllClose([1]);
    expect(sharesOf(featuresOf("é", 100_003))).toHaveLength(1);
  });

  it("counts nothing longer than is asked for", () => {
    const once = featuresOf("ab", 100_003, { longest: 1, norm: 7 });
    expect(sharesOf(once)).toBeAllClose([1 / 2, 1 / 2]);
  });

  it("has the length that is asked for, and no negative number", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        const features = featuresOf(text);
        expect(Math.hypot(...features)).toBeCloseTo(7, 4);
        expect(Math.min(...features)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("is zero for an empty text", () => {
    expect(featuresOf("")).toEqual(new Float32Array(784));
  });

  it("spreads n-grams evenly", () => {
    // The 16^3 = 4096 trigrams of a to p, alone: they fall into 784 places, 5.2 into each. Were that at random, the chi-squared
    // statistic would have 783 degrees of freedom, the mean 783 and the standard deviation sqrt(2 * 783) = 39.6.
    const letters = Array.from("abcdefghijklmnop");
    const counts = new Float64Array(784);
    const count = (text: string): Float64Array =>
      Float64Array.from(featuresOf(text, 784), (value) => (value / 7) ** 2);
    for (const a of letters) {
      for (const b of letters) {
        for (const c of letters) {
          // The 6 n-grams of abc, less the 3 of ab and those of bc that are not of ab, c and bc, leave abc.
          const [abc, ab, bc, onlyB] = [count(a + b + c), count(a + b), count(b + c), count(b)];
          for (let i = 0; i < 784; i++) {
            counts[i]! += 6 * abc[i]! - 3 * ab[i]! - (3 * bc[i]! - onlyB[i]!);
          }
        }
      }
    }
    const mean = 16 ** 3 / 784;
    const statistic = counts.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBeCloseTo(16 ** 3, 1);
    expect(Math.abs(statistic - 783)).toBeLessThan(4 * 39.6);
  });
});
