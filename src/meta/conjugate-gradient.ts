// Layer 4: the conjugate gradient method, in float64 around a product that may be less precise.

import { addScaled, dot } from "./vector.ts";

/** When the conjugate gradient method stops. */
export interface ConjugateGradientOptions {
  /** Iterations to make at most. */
  readonly iterations: number;
  /** Squared norm of the residual at and below which the solution is good enough. */
  readonly residualTolerance: number;
}

/** An approximate solution of A x = b and what is left over. The caller owns both. */
export interface ConjugateGradientSolution {
  /** x, `[params]` */
  readonly solution: Float64Array;
  /** b - A x, `[params]` */
  readonly residual: Float64Array;
}

/**
 * Solves A x = b for a symmetric positive definite A, from x = 0.
 *
 * Each residual is made orthogonal to all before it, as it is in exact arithmetic. With products in float32 the recurrence
 * alone loses that within ten iterations on curvatures of policies, and the solution is then off by several percent.
 *
 * @param product - v ↦ A v, both `[params]`; it must not keep or change v
 * @param b - `[params]`
 * @see Nocedal and Wright 2006, Numerical Optimization, algorithm 5.2; Golub and Van Loan 2013, section 10.3.5, on
 *   reorthogonalisation
 */
export function conjugateGradient(
  product: (v: Float64Array) => Float64Array,
  b: Float64Array,
  { iterations, residualTolerance }: ConjugateGradientOptions,
): ConjugateGradientSolution {
  const x = new Float64Array(b.length);
  const r = b.slice();
  const p = b.slice();
  let rr = dot(r, r);
  /** Residuals so far, of length 1. */
  const basis: Float64Array[] = [];
  for (let i = 0; i < iterations && !(rr <= residualTolerance); i++) {
    const norm = Math.sqrt(rr);
    basis.push(r.map((element) => element / norm));
    const productP = product(p);
    const alpha = rr / dot(p, productP);
    addScaled(x, alpha, p);
    addScaled(r, -alpha, productP);
    for (const q of basis) addScaled(r, -dot(q, r), q);
    const rrNext = dot(r, r);
    const beta = rrNext / rr;
    for (let j = 0; j < p.length; j++) p[j] = r[j]! + beta * p[j]!;
    rr = rrNext;
  }
  return { solution: x, residual: r };
}
