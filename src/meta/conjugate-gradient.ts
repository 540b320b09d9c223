// Layer 4: the conjugate gradient method, written as tensor operations so that all iterations form one graph.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/** When the conjugate gradient method stops. */
export interface ConjugateGradientOptions {
  /** Iterations to make at most. */
  readonly iterations: number;
  /** Squared norm of the residual at and below which the solution no longer changes. */
  readonly residualTolerance: number;
}

/** An approximate solution of A x = b and what is left over. */
export interface ConjugateGradientSolution {
  /** x, `[params]` */
  readonly solution: Tensor1D;
  /** b - A x, `[params]` */
  readonly residual: Tensor1D;
}

/**
 * Solves A x = b for a symmetric positive definite A, from x = 0.
 *
 * Each residual is made orthogonal to all before it, as it is in exact arithmetic. In float32 the recurrence alone loses
 * that within ten iterations on curvatures of policies, and the solution is then off by several percent.
 *
 * @param product - v ↦ A v, both `[params]`
 * @param b - `[params]`
 * @see Nocedal and Wright 2006, Numerical Optimization, algorithm 5.2; Golub and Van Loan 2013, section 10.3.5, on
 *   reorthogonalisation
 */
export function conjugateGradient(
  product: (v: Tensor1D) => Tensor1D,
  b: Tensor1D,
  { iterations, residualTolerance }: ConjugateGradientOptions,
): ConjugateGradientSolution {
  let x = tf.zerosLike(b);
  let r = b;
  let p = b;
  let rr = squaredNorm(r);
  const basis: Tensor1D[] = [];
  for (let i = 0; i < iterations; i++) {
    const isActive = tf.greater(rr, residualTolerance);
    basis.push(tf.where(isActive, tf.div(r, tf.sqrt(rr)), tf.zerosLike(r)));
    const productP = product(p);
    const alpha = tf.where(isActive, tf.div(rr, tf.sum(tf.mul(p, productP))), 0);
    x = tf.add(x, tf.mul(alpha, p));
    r = tf.where(isActive, orthogonalise(tf.sub(r, tf.mul(alpha, productP)), basis), r);
    const rrNext = squaredNorm(r);
    p = tf.add(r, tf.mul(tf.where(isActive, tf.div(rrNext, rr), 0), p));
    rr = rrNext;
  }
  return { solution: x, residual: r };
}

/** Removes from `v` what lies in the span of an orthonormal basis. */
function orthogonalise(v: Tensor1D, basis: readonly Tensor1D[]): Tensor1D {
  const Q = tf.stack([...basis]) as Tensor2D; // [i, params]
  const coefficients = tf.matMul(Q, tf.expandDims<Tensor2D>(v, 1)); // [i, 1]
  return tf.sub(v, tf.squeeze(tf.matMul(Q, coefficients, true), [1]));
}

function squaredNorm(v: Tensor1D): Scalar {
  return tf.sum(tf.square(v));
}
