// Layer 4: the inner loop of reinforcement learning: what a policy adapts by, and the policies along the way as functions of
// the meta-parameters.

import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { DistributionParams, Policy } from "../nn/policy.ts";
import { adaptationLoss } from "../rl/estimators.ts";
import type { AdaptationData, EstimatorName } from "../rl/estimators.ts";
import { meanEntropy } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { adaptiveModel } from "../meta/adaptation-rule.ts";
import type { AdaptationRule } from "../meta/adaptation-rule.ts";
import type { PolicyOutput } from "./current-policies.ts";
import { unrollInnerSteps } from "../meta/inner-loop.ts";
import type { InnerSteps } from "../meta/inner-loop.ts";
import type { TaskLoss } from "../meta/inner-step.ts";

/** How a policy adapts; the same for a whole training. */
export interface InnerLoop extends AdaptationRule {
  readonly estimator: EstimatorName;
  /** λ of the loaded DiCE. */
  readonly diceLambda: number;
  /** What the mean entropy is multiplied by before it is taken from the loss. */
  readonly entropyBonus: number;
}

/** What the inner steps of some tasks were taken on. */
export interface InnerBatch {
  /** What the k-th inner step adapts on, each collected with the parameters that the steps before it led to. */
  readonly preAdaptation: readonly Trajectories[];
  /** One for each inner step. */
  readonly learningRates: readonly Scalar[];
}

/** The loss that an inner step descends. @returns `[tasks]` for parameters each `[tasks, ...shape]` */
export function innerLoss(policy: Policy, inner: InnerLoop): TaskLoss<AdaptationData> {
  const { entropyBonus } = inner;
  return (params, data): Tensor1D => {
    const loss = adaptationLoss(policy, params, data, inner);
    if (entropyBonus === 0) return loss;
    const dist = policy.apply(params, data.observations);
    const entropy = meanEntropy(policy.distribution, dist, data.weights);
    return tf.sub(loss, tf.mul(entropy, entropyBonus));
  };
}

/** The distributions of a policy along the inner loop. */
export interface UnrolledPolicies {
  /** Before each inner step, at the observations that it adapts on. */
  readonly pre: readonly DistributionParams[];
  /** The parameters after the last inner step, each `[tasks, ...shape]`. */
  readonly adapted: Params;
}

/** What {@link unrollInnerLoop} unrolls. */
export interface UnrollOptions {
  readonly policy: Policy;
  readonly inner: InnerLoop;
  readonly batch: InnerBatch;
  readonly tasks: number;
  /**
   * The policies that the batch was collected with, for estimators that divide by their probabilities; empty to take those
   * at hand for them.
   */
  readonly sampled: readonly PolicyOutput[];
}

/**
 * Takes the inner steps of some tasks as a differentiable function of the meta-parameters.
 * @param meta - meta-parameters, without a `tasks` axis
 */
export function unrollInnerLoop(options: UnrollOptions, meta: Params): UnrolledPolicies {
  const { policy, inner, batch, tasks, sampled } = options;
  const model = adaptiveModel(policy, inner);
  const pre: DistributionParams[] = [];
  const steps: InnerSteps<AdaptationData> = {
    tasks,
    firstOrder: inner.firstOrder,
    learningRates: batch.learningRates,
    dataOf(k, params) {
      const trajectories = batch.preAdaptation[k] as Trajectories;
      pre.push(policy.apply(params, trajectories.observations));
      const oldLogProb = sampled[k]?.logProb;
      return oldLogProb === undefined ? trajectories : { ...trajectories, oldLogProb };
    },
  };
  const adapted = unrollInnerSteps({ model, loss: innerLoss(policy, inner) }, steps, meta);
  return { pre, adapted };
}
