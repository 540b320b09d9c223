// Layer 4: MAML's outer objective for TRPO: the surrogate loss and the KL of the policies after adaptation, as
// functions of the parameters before it.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { DistributionParams, Policy } from "../nn/policy.ts";
import { meanKl, policyGradientLoss, surrogateLoss } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { adapt } from "./inner-step.ts";
import type { InnerStepOptions } from "./inner-step.ts";
import type { TrustRegionObjective } from "./trust-region-objective.ts";

/** The data of one outer step. */
export interface MamlBatch {
  /** What the k-th inner step adapts on, each collected with the parameters that the steps before it led to. */
  readonly preAdaptation: readonly Trajectories[];
  /** What was collected after the last inner step. */
  readonly postAdaptation: Trajectories;
}

/** {@link MamlBatch}'s objective; the tensors of the current policies are freed by `dispose`. */
export interface MamlObjective extends TrustRegionObjective {
  dispose(): void;
}

/**
 * Makes the objective of one outer step.
 *
 * surrogate(θ) = mean over tasks of -Σ w A π(a|s; θ'(θ)) / π(a|s; θ'(θ₀)), where θ' = adapt(θ) on that task's own
 * trajectories and θ₀ are the current parameters; divergence(θ) = mean over tasks of Σ w KL(π(θ'(θ)) || π(θ'(θ₀))).
 *
 * @param params - θ₀, without a `tasks` axis
 * @param innerSteps - one for each element of `batch.preAdaptation`
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 3
 */
export function mamlObjective(
  policy: Policy,
  params: Params,
  batch: MamlBatch,
  innerSteps: readonly InnerStepOptions[],
): MamlObjective {
  const { preAdaptation, postAdaptation } = batch;
  const tasks = postAdaptation.weights.shape[0];
  const { distribution } = policy;

  const outputs = (values: Params): DistributionParams => {
    const adapted = adapt(
      (taskParams, data: Trajectories) => policyGradientLoss(policy, taskParams, data),
      tileParams(values, tasks),
      preAdaptation,
      innerSteps,
    );
    return policy.apply(adapted, postAdaptation.observations);
  };
  const { current, currentLogProb } = tf.tidy(() => {
    const dist = outputs(params);
    return {
      current: dist,
      currentLogProb: distribution.logProb(dist, postAdaptation.actions),
    };
  });

  return {
    outputs,
    surrogate: (values) =>
      tf.mean(surrogateLoss(distribution, outputs(values), postAdaptation, currentLogProb)),
    divergence: (values) =>
      tf.mean(meanKl(distribution, outputs(values), current, postAdaptation.weights)),
    metric: (tangent) => weightRows(distribution.fisherProduct(current, tangent), postAdaptation),
    dispose: () => {
      tf.dispose([...Object.values(current), currentLogProb]);
    },
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
