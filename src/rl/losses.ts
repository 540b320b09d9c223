// Layer 3: the losses of policy-gradient methods, as pure functions of parameters and trajectories.
//
// Every loss has one value a task. A mean over steps is a sum with the trajectories' weights: the mean over episodes
// of the mean over the episode's real steps.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { Distribution, DistributionParams, Policy } from "../nn/policy.ts";
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
  { actions, advantages, weights }: Trajectories,
  oldLogProb: Tensor2D,
): Tensor1D {
  const ratio = tf.exp(tf.sub(distribution.logProb(dist, actions), oldLogProb));
  return tf.neg(weightedMean(tf.mul(ratio, advantages), weights));
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

/** @returns `[tasks]` */
function weightedMean(values: Tensor2D, weights: Tensor2D): Tensor1D {
  return tf.sum(tf.mul(values, weights), 1);
}
