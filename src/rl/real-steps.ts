// Layer 3: padding of the rows of trajectories, which must not matter whatever a loss makes of it.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";

/**
 * Puts 0 in place of values on padding. Differentiable in `values`.
 *
 * @param values - `[tasks, n]`; on padding they may be infinite or NaN
 * @param weights - `[tasks, n]`, 0 on padding and nowhere else
 * @returns `[tasks, n]`
 */
export function ofRealSteps(values: Tensor2D, weights: Tensor2D): Tensor2D {
  return tf.where(tf.greater(weights, 0), values, tf.zerosLike(values));
}
