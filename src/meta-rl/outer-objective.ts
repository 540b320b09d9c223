// Layer 4: the outer objective of policy-gradient meta-learning on the data of one outer step: a surrogate loss and
// divergences of the policies along the inner loop, as functions of the meta-parameters.

import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { DistributionParams, Policy } from "../nn/policy.ts";
import { clippedSurrogateLoss, meanEntropy, meanKl, surrogateLoss } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { constantOutput } from "./current-policies.ts";
import type { CurrentPolicies, PolicyOutput } from "./current-policies.ts";
import type { DifferentiableObjective } from "../meta/differentiable-objective.ts";
import { unrollInnerLoop } from "./policy-inner-loop.ts";
import type { InnerBatch, InnerLoop } from "./policy-inner-loop.ts";

/** What an objective is made of beside data; the same for a whole training. */
export interface OuterObjectiveOptions {
  readonly policy: Policy;
  readonly inner: InnerLoop;
  /** How far from 1 probability ratios count, as in PPO. @defaultValue without limit */
  readonly clip?: number | undefined;
}

/** The data of one outer step, or of some of its tasks. A term whose field is absent is left out. */
export interface OuterBatch extends InnerBatch {
  /** What was collected after the last inner step. */
  readonly postAdaptation: Trajectories;
  /** `[tasks]`: what each action before adaptation is credited with for the return after it (E-MAML). */
  readonly explorationCredit?: Tensor1D;
  /** What the mean entropy of the adapted policies is multiplied by before it is taken from the loss. */
  readonly entropyBonus?: Scalar;
  /** What the divergence of the policy before each inner step from the one that collected is multiplied by (ProMP). */
  readonly klPenalties?: readonly Scalar[];
}

/** The objective of one outer step. */
export interface OuterObjective extends DifferentiableObjective {
  /** Mean over tasks of KL(current || policy) before each inner step. */
  innerDivergences(meta: Params): readonly Scalar[];
}

/** Tells whether an objective compares the policies before adaptation, too, with those that collected. */
function comparesInnerPolicies({ inner }: OuterObjectiveOptions, batch: OuterBatch): boolean {
  return (
    inner.estimator === "likelihood-ratio" ||
    batch.explorationCredit !== undefined ||
    batch.klPenalties !== undefined
  );
}

/** Computes what {@link outerObjective} compares with, at the current meta-parameters, as constants. Run it in `tf.tidy`. */
export function currentPolicies(
  options: OuterObjectiveOptions,
  meta: Params,
  batch: OuterBatch,
): CurrentPolicies {
  const { policy, inner } = options;
  const { preAdaptation, postAdaptation } = batch;
  const tasks = tasksOf(batch);
  const { pre, adapted } = unrollInnerLoop({ policy, inner, batch, tasks, sampled: [] }, meta);
  const post = policy.apply(adapted, postAdaptation.observations);
  return {
    pre: comparesInnerPolicies(options, batch)
      ? pre.map((dist, k) => constantOutput(policy, dist, preAdaptation[k] as Trajectories))
      : [],
    post: constantOutput(policy, post, postAdaptation),
  };
}

/**
 * Makes the objective of one outer step.
 *
 * surrogate(θ) = mean over tasks of -Σ w A π(a|s; θ'(θ)) / π(a|s; θ'(θ₀)), where θ' are the parameters that θ adapts to on
 * that task's own trajectories and θ₀ are the current ones, plus the terms that the batch asks for;
 * divergence(θ) = mean over tasks of Σ w KL(π(θ'(θ)) || π(θ'(θ₀))).
 *
 * @param current - the policies at θ₀; they must live as long as the objective
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 3; Rothfuss et al. 2019,
 *   https://arxiv.org/abs/1810.06784, eq. 12 and 13 (clipping and penalties); Stadie et al. 2018,
 *   https://arxiv.org/abs/1803.01118, eq. 6 (credit for exploration)
 */
export function outerObjective(
  options: OuterObjectiveOptions,
  batch: OuterBatch,
  current: CurrentPolicies,
): OuterObjective {
  const { policy, inner, clip } = options;
  const { distribution } = policy;
  const { preAdaptation, postAdaptation, explorationCredit, entropyBonus, klPenalties } = batch;
  const tasks = tasksOf(batch);

  const policiesAt = (
    meta: Params,
  ): { pre: readonly DistributionParams[]; post: DistributionParams } => {
    const unrolled = unrollInnerLoop({ policy, inner, batch, tasks, sampled: current.pre }, meta);
    return {
      pre: unrolled.pre,
      post: policy.apply(unrolled.adapted, postAdaptation.observations),
    };
  };
  const weigh = (
    dist: DistributionParams,
    data: Trajectories,
    { logProb }: PolicyOutput,
  ): Tensor1D =>
    clip === undefined
      ? surrogateLoss(distribution, dist, data, logProb)
      : clippedSurrogateLoss(distribution, dist, data, logProb, clip);
  const innerKl = (dist: DistributionParams, k: number): Tensor1D =>
    meanKl(
      distribution,
      outputAt(current, k).dist,
      dist,
      (preAdaptation[k] as Trajectories).weights,
    );

  return {
    outputs: (meta) => policiesAt(meta).post,
    surrogate(meta) {
      const { pre, post } = policiesAt(meta);
      const terms = [weigh(post, postAdaptation, current.post)];
      if (explorationCredit !== undefined) {
        pre.forEach((dist, k) => {
          const credited = creditSteps(preAdaptation[k] as Trajectories, explorationCredit);
          terms.push(weigh(dist, credited, outputAt(current, k)));
        });
      }
      if (entropyBonus !== undefined) {
        const entropy = meanEntropy(distribution, post, postAdaptation.weights);
        terms.push(tf.neg(tf.mul(entropy, entropyBonus)));
      }
      klPenalties?.forEach((penalty, k) => {
        terms.push(tf.mul(innerKl(pre[k] as DistributionParams, k), penalty));
      });
      return tf.mean(tf.addN(terms));
    },
    divergence: (meta) =>
      tf.mean(
        meanKl(distribution, policiesAt(meta).post, current.post.dist, postAdaptation.weights),
      ),
    innerDivergences: (meta) =>
      current.pre.length === 0
        ? []
        : policiesAt(meta).pre.map((dist, k) => tf.mean<Scalar>(innerKl(dist, k))),
    metric: (tangent) =>
      weightRows(distribution.fisherProduct(current.post.dist, tangent), postAdaptation),
  };
}

/** The number of tasks of a batch. */
export function tasksOf({ postAdaptation }: OuterBatch): number {
  return postAdaptation.weights.shape[0];
}

function outputAt({ pre }: CurrentPolicies, k: number): PolicyOutput {
  return pre[k] as PolicyOutput;
}

/** Trajectories whose every real step counts by itself and has the credit of its task for an advantage. */
function creditSteps(trajectories: Trajectories, credit: Tensor1D): Trajectories {
  const weights = tf.cast<Tensor2D>(tf.greater(trajectories.weights, 0), "float32");
  const advantages = tf.broadcastTo<Rank.R2>(tf.expandDims(credit, 1), weights.shape); // [tasks, n]
  return { ...trajectories, weights, advantages };
}

/**
 * Weights the rows of a Fisher product like the mean KL weights them. An output with a single row for all steps, such as a
 * state-independent log-std, has the same information at every step and takes the sum of the weights.
 */
function weightRows(product: DistributionParams, { weights }: Trajectories): DistributionParams {
  const [tasks, n] = weights.shape;
  const perTask = tf.div(weights, tasks);
  const rows = tf.expandDims(perTask, 2); // [tasks, n, 1]
  const sums = tf.sum(rows, 1, true); // [tasks, 1, 1]
  return Object.fromEntries(
    Object.entries(product).map(([name, value]): [string, Tensor] => [
      name,
      tf.mul(value, value.shape[1] === n ? rows : sums),
    ]),
  );
}
