// Layer 2: batch normalisation over the rows of each task, by the statistics of the rows at hand. Nothing is remembered
// from one call to the next.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";

/** What the variance is raised by; PyTorch's default. */
const EPSILON = 1e-5;

/** What {@link normaliseRows} gives rows of mean 0 and variance 1. */
export interface Normal {
  /** `[tasks, out]`, γ */
  readonly scale: Tensor2D;
  /** `[tasks, out]`, β */
  readonly shift: Tensor2D;
}

/**
 * Normalises each feature over the rows of its task:
 * μ = Σᵢ wᵢ xᵢ,  σ² = Σᵢ wᵢ (xᵢ − μ)²,  yᵢ = γ (xᵢ − μ) / √(σ² + ε) + β.
 *
 * Differentiable to any order, also where the variance is 0: of a single row, or of a unit that is
 * always off.
 *
 * Differs from the paper: there is no inference by averages of training. What a row is mapped to depends on the other rows
 * in every call (transduction), as in Finn et al. 2017 and their code.
 *
 * @param rows - `[tasks, n, out]`
 * @param weights - `[tasks, n]`, adding up to 1 for each task; a row of weight 0 is normalised by the others
 * @returns `[tasks, n, out]`
 * @see Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167, algorithm 1
 */
export function normaliseRows(
  rows: Tensor3D,
  weights: Tensor2D,
  { scale, shift }: Normal,
): Tensor3D {
  const w: Tensor3D = tf.expandDims(weights, 1); // [tasks, 1, n]
  const centred = tf.sub(rows, tf.matMul(w, rows));
  const variance = tf.matMul(w, tf.square(centred)); // [tasks, 1, out]
  const factor = tf.mul(
    tf.expandDims<Tensor3D>(scale, 1),
    tf.reciprocal(tf.sqrt(tf.add(variance, EPSILON))),
  );
  return tf.add(tf.mul(centred, factor), tf.expandDims(shift, 1));
}
