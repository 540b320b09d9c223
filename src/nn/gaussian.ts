// Layer 2: diagonal Gaussian distributions, parameterised by `mean` and `logStd`.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Distribution, DistributionParams, SampledRows } from "./policy.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Diagonal Gaussian: `mean` `[tasks, n, act]`, `logStd` `[tasks, 1, act]` or of the same shape as the mean.
 *
 * Fisher information in (mean, logStd): diag(1/σ², 2).
 */
export const gaussian: Distribution = {
  name: "gaussian",
  noise: "normal",

  // log p(a) = Σ -½ ((a - μ)/σ)² - log σ - ½ log 2π
  logProb(dist: DistributionParams, actions: Tensor): Tensor2D {
    const { mean, logStd } = gaussianParams(dist);
    const z = tf.div(tf.sub(actions, mean), tf.exp(logStd));
    const terms = tf.sub(tf.mul(tf.square(z), -0.5), tf.add(logStd, HALF_LOG_TWO_PI));
    return tf.sum(terms, -1);
  },

  // KL(p||q) = Σ log σq - log σp + (σp² + (μp - μq)²) / (2 σq²) - ½
  kl(p: DistributionParams, q: DistributionParams): Tensor2D {
    const { mean: meanP, logStd: logStdP } = gaussianParams(p);
    const { mean: meanQ, logStd: logStdQ } = gaussianParams(q);
    const spread = tf.add(tf.exp(tf.mul(logStdP, 2)), tf.square(tf.sub(meanP, meanQ)));
    const ratio = tf.mul(tf.mul(spread, tf.exp(tf.mul(logStdQ, -2))), 0.5);
    return tf.sum(tf.add(ratio, tf.sub(tf.sub(logStdQ, logStdP), 0.5)), -1);
  },

  // H = Σ log σ + ½ log 2πe
  entropy(dist: DistributionParams): Tensor2D {
    const { mean, logStd } = gaussianParams(dist);
    const perElement = tf.broadcastTo(tf.add(logStd, HALF_LOG_TWO_PI + 0.5), mean.shape);
    return tf.sum(perElement, -1);
  },

  fisherProduct(dist: DistributionParams, tangent: DistributionParams): DistributionParams {
    const { logStd } = gaussianParams(dist);
    const { mean: meanTangent, logStd: logStdTangent } = gaussianParams(tangent);
    return {
      mean: tf.mul(meanTangent, tf.exp(tf.mul(logStd, -2))),
      logStd: tf.mul(logStdTangent, 2),
    };
  },

  // a = μ + σ ε
  sample(
    dist: Readonly<Record<string, Float32Array>>,
    { count, noise, actions }: SampledRows,
  ): void {
    const mean = dist["mean"] as Float32Array;
    const logStd = dist["logStd"] as Float32Array;
    const size = mean.length / count;
    // One log-std serves the consecutive rows of a task, or a single row where it has the shape of the mean.
    const elementsPerGroup = mean.length / (logStd.length / size);
    for (let k = 0; k < logStd.length; k++) {
      const std = Math.exp(logStd[k]!);
      const begin = Math.floor(k / size) * elementsPerGroup + (k % size);
      const end = begin + elementsPerGroup;
      for (let i = begin; i < end; i += size) actions[i] = mean[i]! + std * noise[i]!;
    }
  },
};

function gaussianParams(dist: DistributionParams): { mean: Tensor; logStd: Tensor } {
  return { mean: dist["mean"] as Tensor, logStd: dist["logStd"] as Tensor };
}
