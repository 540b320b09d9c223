import { describe, expect, it } from "vitest";
import { studentT95 } from "../src/student-t.ts";

/** Gamma((n + 1) / 2) / Gamma(n / 2), by the recurrence of the gamma function from 1 / sqrt(pi) at n = 1. */
function gammaRatio(n: number): number {
  // r(n) r(n + 1) = n / 2, since r(n) r(n + 1) = Gamma((n + 2) / 2) / Gamma(n / 2).
  let ratio = 1 / Math.sqrt(Math.PI);
  for (let k = 1; k < n; k++) ratio = k / 2 / ratio;
  return ratio;
}

/** Probability of |t| < bound: the density, integrated by Simpson's rule. */
function probabilityWithin(bound: number, n: number): number {
  const density = (t: number): number =>
    (gammaRatio(n) / Math.sqrt(n * Math.PI)) * (1 + (t * t) / n) ** (-(n + 1) / 2);
  const intervals = 20_000;
  const h = bound / intervals;
  let sum = density(0) + density(bound);
  for (let k = 1; k < intervals; k++) sum += (k % 2 === 0 ? 2 : 4) * density(k * h);
  return (2 * sum * h) / 3;
}

describe("studentT95", () => {
  it("gives the numbers of printed tables", () => {
    // Abramowitz and Stegun 1964, table 26.10, column A(t|v) = 0.95.
    const table = { 1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 30: 2.042 };
    for (const [degrees, quantile] of Object.entries({ ...table, 60: 2.0, 120: 1.98 })) {
      expect(Math.abs(studentT95(Number(degrees)) - quantile)).toBeLessThan(5.01e-4);
    }
  });

  it("leaves 5 % of the density outside", () => {
    for (const degrees of [1, 2, 3, 6, 7, 39, 40, 1000]) {
      expect(probabilityWithin(studentT95(degrees), degrees)).toBeCloseTo(0.95, 9);
    }
  });

  it("comes to the quantile of the normal distribution", () => {
    expect(studentT95(1e6)).toBeCloseTo(1.959964, 4);
  });
});
