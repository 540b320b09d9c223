// Layer 4: the inner step of MAML, for any differentiable loss of parameters and data.
//
// Nothing here knows what a task is: reinforcement learning brings a surrogate loss over trajectories, supervised
// learning a cross-entropy. All tasks of a meta-batch adapt together along a leading `tasks` axis.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { detach } from "../backend/detach.ts";
import { gradParams, mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/**
 * The loss of each task at its own parameters.
 *
 * @param params - each `[tasks, ...shape]`; task t's loss depends on row t alone
 * @returns `[tasks]`
 */
export type TaskLoss<Data> = (params: Params, data: Data) => Tensor1D;

/** How an inner step is made. */
export interface InnerStepOptions {
  /** A tensor where the step is part of a compiled function, so that it can change from call to call. */
  readonly learningRate: number | Scalar;
  /** Treats the inner gradient as a constant, so that the outer gradient is of first order. */
  readonly firstOrder: boolean;
}

/**
 * Takes one gradient step on every task: θ' = θ - α ∇L(θ).
 *
 * Differentiable in `params`, through the gradient too unless `firstOrder` is set.
 *
 * @param params - each `[tasks, ...shape]`
 * @returns each `[tasks, ...shape]`; the caller owns them
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, eq. 1 and section 5.2 (first order)
 */
export function innerStep<Data>(
  loss: TaskLoss<Data>,
  params: Params,
  data: Data,
  { learningRate, firstOrder }: InnerStepOptions,
): Params {
  return tf.tidy(() => {
    const at = firstOrder ? mapParams(params, detach) : params;
    // Tasks do not share parameters, so the gradient of the sum holds each task's own gradient.
    const gradient = gradParams((values) => tf.sum(loss(values, data)), at);
    return mapParams(params, (value, name) =>
      tf.sub(value, tf.mul(gradient[name] as Tensor, learningRate)),
    );
  });
}

/**
 * Takes one inner step for each element of `data`, the k-th at the parameters that the steps before it led to.
 *
 * @param params - each `[tasks, ...shape]`
 * @param options - one for each element of `data`
 * @returns each `[tasks, ...shape]`; the caller owns them
 */
export function adapt<Data>(
  loss: TaskLoss<Data>,
  params: Params,
  data: readonly Data[],
  options: readonly InnerStepOptions[],
): Params {
  return tf.tidy(() =>
    data.reduce<Params>(
      (adapted, stepData, k) => innerStep(loss, adapted, stepData, options[k] as InnerStepOptions),
      mapParams(params, (value) => tf.clone(value)),
    ),
  );
}
