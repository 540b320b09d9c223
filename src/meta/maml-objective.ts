// Layer 4: MAML's outer objective for TRPO: the surrogate loss and the KL of the policies after adaptation, as
// functions of the parameters before it.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { DistributionParams, Policy } from "../nn/policy.ts";
import { meanKl, policyGradientLoss, surrogateLoss } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import type { DifferentiableObjective } from "./differentiable-objective.ts";
import { adapt } from "./inner-step.ts";
import type { InnerStepOptions } from "./inner-step.ts";

/** The data of one outer step, or of some of its tasks. */
export interface MamlBatch {
  /** What the k-th inner step adapts on, each collected with the parameters that the steps before it led to. */
  readonly preAdaptation: readonly Trajectories[];
  /** What was collected after the last inner step. */
  readonly postAdaptation: Trajectories;
}

/** The adapted policies at the current parameters, as constants. */
export interface CurrentPolicies {
  /** Their distributions at the observations after adaptation. */
  readonly dist: DistributionParams;
  /** `[tasks, n]`, their log-probabilities of the actions taken. */
  readonly logProb: Tensor2D;
}

/**
 * Computes the distributions of the adapted policies at the observations after adaptation. Differentiable in `params`.
 *
 * @param params - θ, without a `tasks` axis
 * @param innerSteps - one for each element of `batch.preAdaptation`
 */
export function adaptedOutputs(
  policy: Policy,
  params: Params,
  { preAdaptation, postAdaptation }: MamlBatch,
  innerSteps: readonly InnerStepOptions[],
): DistributionParams {
  const adapted = adapt(
    (taskParams, data: Trajectories) => policyGradientLoss(policy, taskParams, data),
    tileParams(params, postAdaptation.weights.shape[0]),
    preAdaptation,
    innerSteps,
  );
  return policy.apply(adapted, postAdaptation.observations);
}

/** Computes what {@link mamlObjective} compares with, at the current parameters. The caller owns the tensors. */
export function currentPolicies(
  policy: Policy,
  params: Params,
  batch: MamlBatch,
  innerSteps: readonly InnerStepOptions[],
): CurrentPolicies {
  return tf.tidy(() => {
    const dist = adaptedOutputs(policy, params, batch, innerSteps);
    return { dist, logProb: policy.distribution.logProb(dist, batch.postAdaptation.actions) };
  });
}

/**
 * Makes the objective of one outer step.
 *
 * surrogate(θ) = mean over tasks of -Σ w A π(a|s; θ'(θ)) / π(a|s; θ'(θ₀)), where θ' = adapt(θ) on that task's own
 * trajectories and θ₀ are the current parameters; divergence(θ) = mean over tasks of Σ w KL(π(θ'(θ)) || π(θ'(θ₀))).
 *
 * @param innerSteps - one for each element of `batch.preAdaptation`
 * @param current - the policies at θ₀; they must live as long as the objective
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 3
 */
export function mamlObjective(
  policy: Policy,
  batch: MamlBatch,
  innerSteps: readonly InnerStepOptions[],
  current: CurrentPolicies,
): DifferentiableObjective {
  const { postAdaptation } = batch;
  const { distribution } = policy;
  const outputs = (values: Params): DistributionParams =>
    adaptedOutputs(policy, values, batch, innerSteps);
  return {
    outputs,
    surrogate: (values) =>
      tf.mean(surrogateLoss(distribution, outputs(values), postAdaptation, current.logProb)),
    divergence: (values) =>
      tf.mean(meanKl(distribution, outputs(values), current.dist, postAdaptation.weights)),
    metric: (tangent) =>
      weightRows(distribution.fisherProduct(current.dist, tangent), postAdaptation),
  };
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
