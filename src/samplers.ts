// Layer 0: distributions beyond the uniform and the normal. Samplers keep nothing between calls, so that a restored stream
// resumes exactly.

import type { Random } from "./random.ts";

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
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - rng.uniform(); // in (0, 1]
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Draws from the beta distribution. @param alpha - positive @param beta - positive */
export function drawBeta(rng: Random, alpha: number, beta: number): number {
  const x = drawGamma(rng, alpha);
  return x / (x + drawGamma(rng, beta));
}

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
