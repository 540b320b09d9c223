// Layer 3: the losses of policy-gradient methods, as pure functions of parameters and trajectories.
//
// Every loss has one value a task. A mean over steps is a sum with the trajectories' weights: the mean over episodes
// of the mean over the episode's real steps.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { Distribution, DistributionParams, Policy } from "../nn/policy.ts";
import { ofRealSteps } from "./real-steps.ts";
import type { Trajectories } from "./trajectories.ts";

/**
 * Computes the policy-gradient loss −mean(log π(a|s) A), whose gradient is minus the policy gradient. Differentiable in
 * `params`.
 *
 * @param params - each `[tasks, ...shape]`
 * @returns `[tasks]`; the caller owns it
 * @see Sutton et al. 2000, theorem 1, with an advantage for the action value
 */
export function policyGradientLoss(
  policy: Policy,
  params: Params,
  trajectories: Trajectories,
): Tensor1D {
  const { observations, actions, advantages, weights } = trajectories;
  const logProb = policy.distribution.logProb(policy.apply(params, observations), actions);
  return tf.neg(weightedMean(tf.mul(logProb, advantages), weights));
}

/**
 * Computes the importance-weighted surrogate loss −mean(π(a|s) / π_old(a|s) A). Differentiable in `dist`.
 *
 * @param dist - the policy's distributions at the trajectories' observations, leading axes `[tasks, n]`
 * @param oldLogProb - `[tasks, n]`, log π_old of the actions taken; a constant
 * @returns `[tasks]`; the caller owns it
 * @see Schulman et al. 2015, https://arxiv.org/abs/1502.05477, eq. 14
 */
export function surrogateLoss(
  distribution: Distribution,
  dist: DistributionParams,
  trajectories: Trajectories,
  oldLogProb: Tensor2D,
): Tensor1D {
  const ratio = probabilityRatio(distribution, dist, trajectories, oldLogProb);
  return tf.neg(weightedMean(tf.mul(ratio, trajectories.advantages), trajectories.weights));
}

/**
 * Computes the clipped surrogate loss −mean(min(ρ A, clip(ρ, 1−ε, 1+ε) A)), ρ = π(a|s) / π_old(a|s): nothing is gained by
 * ratios that go further than ε from 1. Differentiable in `dist`.
 *
 * @param dist - the policy's distributions at the trajectories' observations, leading axes `[tasks, n]`
 * @param oldLogProb - `[tasks, n]`, log π_old of the actions taken; a constant
 * @param clip - ε, positive
 * @returns `[tasks]`; the caller owns it
 * @see Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7
 */
export function clippedSurrogateLoss(
  distribution: Distribution,
  dist: DistributionParams,
  trajectories: Trajectories,
  oldLogProb: Tensor2D,
  clip: number,
): Tensor1D {
  const { advantages, weights } = trajectories;
  const ratio = probabilityRatio(distribution, dist, trajectories, oldLogProb);
  const clipped = tf.clipByValue(ratio, 1 - clip, 1 + clip);
  const terms: Tensor2D = tf.minimum(tf.mul(ratio, advantages), tf.mul(clipped, advantages));
  return tf.neg(weightedMean(terms, weights));
}

/**
 * Computes the mean of KL(updated || old) over steps. Differentiable in both.
 *
 * @param updated - the distributions that are judged, leading axes `[tasks, n]`
 * @param old - those that they are compared with
 * @param weights - `[tasks, n]`, those of {@link Trajectories}
 * @returns `[tasks]`; the caller owns it
 */
export function meanKl(
  distribution: Distribution,
  updated: DistributionParams,
  old: DistributionParams,
  weights: Tensor2D,
): Tensor1D {
  return weightedMean(distribution.kl(updated, old), weights);
}

/**
 * Computes the mean entropy over steps. Differentiable in `dist`.
 *
 * @param dist - leading axes `[tasks, n]`
 * @param weights - `[tasks, n]`, those of {@link Trajectories}
 * @returns `[tasks]`; the caller owns it
 */
export function meanEntropy(
  distribution: Distribution,
  dist: DistributionParams,
  weights: Tensor2D,
): Tensor1D {
  return weightedMean(distribution.entropy(dist), weights);
}

/** π(a|s) / π_old(a|s), and 1 on padding, where it could overflow. @returns `[tasks, n]` */
function probabilityRatio(
  distribution: Distribution,
  dist: DistributionParams,
  { actions, weights }: Trajectories,
  oldLogProb: Tensor2D,
): Tensor2D {
  const difference: Tensor2D = tf.sub(distribution.logProb(dist, actions), oldLogProb);
  return tf.exp(ofRealSteps(difference, weights));
}

/** Computes the mean over the steps of each task. @param values - `[tasks, n]` @returns `[tasks]` */
export function weightedMean(values: Tensor2D, weights: Tensor2D): Tensor1D {
  return tf.sum(tf.mul(values, weights), 1);
}
