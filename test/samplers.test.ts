import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, restoreRandom } from "../src/random.ts";
import { drawBeta, drawDirichlet, drawGamma } from "../src/samplers.ts";

const DRAWS = 20_000;

/** Draws from one stream. */
function drawMany(draw: (rng: ReturnType<typeof createRandom>) => number, seed = 1): Float64Array {
  const rng = createRandom(seed);
  return Float64Array.from({ length: DRAWS }, () => draw(rng));
}

/** The mean of draws lies within 5 standard errors of its expectation. */
function expectMean(draws: Float64Array, mean: number, variance: number): void {
  const sum = draws.reduce((total, x) => total + x, 0);
  expect(Math.abs(sum / DRAWS - mean)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
}

/**
 * The distribution of draws is nowhere further from a cumulative distribution function than 2.7 / sqrt(n): Kolmogorov's
 * statistic exceeds that with a probability of 2 exp(-2 · 2.7²), once in a million, as 5 standard errors do.
 */
function expectDistribution(draws: Float64Array, cdf: (x: number) => number): void {
  const sorted = draws.toSorted();
  const distance = sorted.reduce((most, x, i) => {
    const value = cdf(x);
    return Math.max(most, value - i / DRAWS, (i + 1) / DRAWS - value);
  }, 0);
  expect(distance).toBeLessThan(2.7 / Math.sqrt(DRAWS));
}

/** P(Beta(a, b) <= x) = P(at least a of a + b - 1 trials succeed), for integers. */
function betaCdf(a: number, b: number, x: number): number {
  const n = a + b - 1;
  let sum = 0;
  let choose = 1; // n over k
  for (let k = 0; k <= n; k++) {
    if (k >= a) sum += choose * x ** k * (1 - x) ** (n - k);
    choose = (choose * (n - k)) / (k + 1);
  }
  return sum;
}

/** P(Gamma(k) <= x) = P(a Poisson variable of mean x is at least k), for integers. */
function gammaCdf(k: number, x: number): number {
  let term = Math.exp(-x);
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= x / (i + 1);
  }
  return 1 - below;
}

describe("drawGamma", () => {
  it.each([1, 2, 7, 40])("has the distribution of shape %d", (shape) => {
    expectDistribution(
      drawMany((rng) => drawGamma(rng, shape)),
      (x) => gammaCdf(shape, x),
    );
  });

  it.each([0.1, 0.5, 1.5, 300])("has mean and variance of the shape %d", (shape) => {
    const draws = drawMany((rng) => drawGamma(rng, shape));
    expectMean(draws, shape, shape);
    // The fourth central moment is 3 shape² + 6 shape.
    expectMean(
      draws.map((x) => (x - shape) ** 2),
      shape,
      2 * shape ** 2 + 6 * shape,
    );
  });

  it("accepts without a logarithm only what it would accept with one", () => {
    // 1 - 0.0331 x⁴ <= exp(x²/2 + d - d v + d log v) with v = (1 + x / sqrt(9 d))³
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.double({ min: -2.4, max: 2.4, noNaN: true }),
        (shape, x) => {
          const d = shape - 1 / 3;
          const root = 1 + x / Math.sqrt(9 * d);
          if (root <= 0) return;
          const v = root ** 3;
          const bound = Math.exp(0.5 * x * x + d - d * v + d * Math.log(v));
          expect(1 - 0.0331 * x ** 4).toBeLessThanOrEqual(bound + 1e-12);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe("drawBeta", () => {
  it.each([
    [1, 1],
    [1, 6],
    [5, 1],
    [2, 2],
    [3, 9],
    [20, 4],
    [11, 30],
  ])("has the distribution of Beta(%d, %d)", (a, b) => {
    expectDistribution(
      drawMany((rng) => drawBeta(rng, a, b)),
      (x) => betaCdf(a, b, x),
    );
  });

  it.each([
    [0.5, 0.5],
    [0.3, 4],
    [2.5, 0.7],
    [400, 100],
    [1.2, 700],
  ])("has mean and variance of Beta(%d, %d)", (a, b) => {
    const mean = a / (a + b);
    const variance = (mean * (1 - mean)) / (a + b + 1);
    const draws = drawMany((rng) => drawBeta(rng, a, b));
    expectMean(draws, mean, variance);
    // The excess kurtosis of the Beta distribution.
    const sum = a + b;
    const excess =
      (6 * ((a - b) ** 2 * (sum + 1) - a * b * (sum + 2))) / (a * b * (sum + 2) * (sum + 3));
    expectMean(
      draws.map((x) => (x - mean) ** 2),
      variance,
      variance ** 2 * (excess + 2),
    );
  });

  it("lies from 0 to 1", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 1e6, noNaN: true }),
        fc.double({ min: 0.05, max: 1e6, noNaN: true }),
        fc.nat(),
        (a, b, seed) => {
          const x = drawBeta(createRandom(seed), a, b);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("continues from a restored stream as it would have", () => {
    const rng = createRandom(3);
    for (const [a, b] of [
      [2, 3],
      [1, 4],
      [0.5, 2],
    ] as const)
      drawBeta(rng, a, b);
    const restored = restoreRandom(rng.state());
    expect(drawBeta(restored, 4, 2)).toBe(drawBeta(rng, 4, 2));
  });
});

describe("drawDirichlet", () => {
  it("sums to 1 and has the marginals of Beta distributions", () => {
    const concentrations = [1, 2, 5];
    const out = new Float64Array(3);
    const seconds = drawMany((rng) => {
      drawDirichlet(rng, concentrations, out);
      expect(out[0]! + out[1]! + out[2]!).toBeCloseTo(1, 12);
      return out[1]!;
    });
    expectDistribution(seconds, (x) => betaCdf(2, 6, x));
  });

  it("writes only the elements that it is asked for", () => {
    const out = new Float64Array(5).fill(-1);
    drawDirichlet(createRandom(1), [1, 1, 1, 1, 1], out, 1, 4);
    expect([out[0], out[4]]).toEqual([-1, -1]);
    expect(out[1]! + out[2]! + out[3]!).toBeCloseTo(1, 12);
  });
});
