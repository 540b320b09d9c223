// Layer 2: categorical distributions, parameterised by `logits`.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Distribution, DistributionParams, SampledRows } from "./policy.ts";

/**
 * Categorical over `act` choices: `logits` `[tasks, n, act]`, unnormalised. Actions are int32 `[tasks, n]`.
 *
 * Fisher information in the logits: diag(p) - p pᵀ.
 */
export const categorical: Distribution = {
  name: "categorical",
  noise: "uniform",

  logProb(dist: DistributionParams, actions: Tensor): Tensor2D {
    const logits = logitsOf(dist);
    const choices = logits.shape.at(-1) as number;
    const chosen = tf.oneHot(tf.cast(actions, "int32"), choices);
    return tf.sum(tf.mul(tf.logSoftmax(logits), tf.cast(chosen, "float32")), -1);
  },

  kl(p: DistributionParams, q: DistributionParams): Tensor2D {
    const logP = tf.logSoftmax(logitsOf(p));
    const logQ = tf.logSoftmax(logitsOf(q));
    return tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), -1);
  },

  entropy(dist: DistributionParams): Tensor2D {
    const logP = tf.logSoftmax(logitsOf(dist));
    return tf.neg(tf.sum(tf.mul(tf.exp(logP), logP), -1));
  },

  fisherProduct(dist: DistributionParams, tangent: DistributionParams): DistributionParams {
    const p = tf.softmax(logitsOf(dist));
    const weighted = tf.mul(p, logitsOf(tangent));
    return { logits: tf.sub(weighted, tf.mul(p, tf.sum(weighted, -1, true))) };
  },

  sample(
    dist: Readonly<Record<string, Float32Array>>,
    { count, noise, actions }: SampledRows,
  ): void {
    const logits = dist["logits"] as Float32Array;
    const choices = logits.length / count;
    for (let row = 0; row < count; row++) {
      actions[row] = sampleRow(logits, row * choices, choices, noise[row]!);
    }
  },
};

/** Inverts the cumulative distribution at `u` in [0, 1), in float64. */
function sampleRow(logits: Float32Array, begin: number, choices: number, u: number): number {
  let max = -Infinity;
  for (let i = 0; i < choices; i++) max = Math.max(max, logits[begin + i]!);
  let total = 0;
  for (let i = 0; i < choices; i++) total += Math.exp(logits[begin + i]! - max);
  let remaining = u * total;
  for (let i = 0; i < choices - 1; i++) {
    remaining -= Math.exp(logits[begin + i]! - max);
    if (remaining < 0) return i;
  }
  return choices - 1;
}

function logitsOf(dist: DistributionParams): Tensor {
  return dist["logits"] as Tensor;
}
