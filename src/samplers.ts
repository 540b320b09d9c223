// Layer 0: distributions beyond the uniform and the normal. Samplers keep nothing between calls, so that a restored stream
// resumes exactly.

import type { Random } from "./random.ts";

/** A constant of Marsaglia and Tsang: 1 - 0.0331 x^4 lies below their bound for all shapes from 1. */
const SQUEEZE = 0.0331;

/**
 * Draws from the gamma distribution with scale 1.
 * @param shape - positive
 * @see Marsaglia and Tsang 2000, https://doi.org/10.1145/358407.358414, with its section 6 for shapes below 1
 */
export function drawGamma(rng: Random, shape: number): number {
  if (shape === 1) return -Math.log(1 - rng.uniform());
  if (shape < 1) return drawGamma(rng, shape + 1) * (1 - rng.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - rng.uniform(); // in (0, 1]
    const square = x * x;
    // The squeeze lies below the bound and accepts nearly always, without a logarithm.
    if (u < 1 - SQUEEZE * square * square) return d * v;
    if (Math.log(u) < 0.5 * square + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * Draws from the beta distribution.
 * @param alpha - positive
 * @param beta - positive
 * @see Cheng 1978, https://doi.org/10.1145/359460.359482, algorithm BB, for parameters above 1
 */
export function drawBeta(rng: Random, alpha: number, beta: number): number {
  if (alpha === 1)
    return beta === 1 ? rng.uniform() : -Math.expm1(Math.log(1 - rng.uniform()) / beta);
  if (beta === 1) return (1 - rng.uniform()) ** (1 / alpha);
  if (alpha > 1 && beta > 1) return drawPeakedBeta(rng, alpha, beta);
  const x = drawGamma(rng, alpha);
  return x / (x + drawGamma(rng, beta));
}

/** Cheng's algorithm BB, with his names. @param alpha - above 1 @param beta - above 1 */
function drawPeakedBeta(rng: Random, alpha: number, beta: number): number {
  const a = Math.min(alpha, beta);
  const b = Math.max(alpha, beta);
  const sum = a + b;
  const slope = Math.sqrt((sum - 2) / (2 * a * b - sum));
  const shift = a + 1 / slope;
  for (;;) {
    const u1 = rng.uniform();
    const u2 = rng.uniform();
    const v = slope * Math.log(u1 / (1 - u1)); // -Infinity for u1 = 0, and then w is 0
    const w = a * Math.exp(v);
    const z = u1 * u1 * u2;
    const r = shift * v - LOG_4;
    const s = a + r - w;
    if (s + ONE_AND_LOG_5 < 5 * z) {
      const t = Math.log(z);
      if (s < t && r + sum * Math.log(sum / (b + w)) < t) continue;
    }
    return (a === alpha ? w : b) / (b + w);
  }
}

const LOG_4 = Math.log(4);
const ONE_AND_LOG_5 = 1 + Math.log(5);

/**
 * Draws from the Dirichlet distribution.
 * @param concentrations - positive, from `begin` on
 * @param out - filled from `begin` to `end - 1` with numbers that sum to 1
 */
export function drawDirichlet(
  rng: Random,
  concentrations: ArrayLike<number>,
  out: Float64Array,
  begin = 0,
  end = out.length,
): void {
  let sum = 0;
  for (let i = begin; i < end; i++) sum += out[i] = drawGamma(rng, concentrations[i]!);
  for (let i = begin; i < end; i++) out[i]! /= sum;
}

/** Draws a factor between 1 / spread and spread, uniform in its logarithm. @param spread - at least 1 */
export function drawFactor(rng: Random, spread: number): number {
  return spread ** (2 * rng.uniform() - 1);
}
