// Layer 4: the inner step of MAML and its family, for any differentiable loss of parameters and data.
//
// Nothing here knows what a task is: reinforcement learning brings a surrogate loss over trajectories, supervised
// learning a cross-entropy. All tasks of a meta-batch adapt together along a leading `tasks` axis.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { detach } from "../backend/detach.ts";
import { gradParams, mapParams, pickParams } from "../nn/params.ts";
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
  /** Names of the parameters that adapt; the others stay. @defaultValue all */
  readonly adapts?: readonly string[];
  /**
   * Factors of the learning rate by name of a parameter, `[]` or `[...shape]`; a parameter without one has 1.
   * @defaultValue none
   */
  readonly stepSizes?: Params;
}

/**
 * Takes one gradient step on every task: θ' = θ - α ∇L(θ), with α the learning rate times the step sizes.
 *
 * Differentiable in `params` and in the step sizes, through the gradient too unless `firstOrder` is set.
 *
 * @param params - each `[tasks, ...shape]`
 * @returns each `[tasks, ...shape]`; the caller owns them
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, eq. 1 and section 5.2 (first order); Li et al. 2017,
 *   https://arxiv.org/abs/1707.09835, eq. 3 (step sizes); Raghu et al. 2020, https://arxiv.org/abs/1909.09157, section 4
 *   (a head that adapts alone)
 */
export function innerStep<Data>(
  loss: TaskLoss<Data>,
  params: Params,
  data: Data,
  { learningRate, firstOrder, adapts = Object.keys(params), stepSizes = {} }: InnerStepOptions,
): Params {
  return tf.tidy(() => {
    const at = firstOrder ? mapParams(params, detach) : params;
    // Tasks do not share parameters, so the gradient of the sum holds each task's own gradient.
    const gradient = gradParams(
      (adapting) => tf.sum(loss({ ...at, ...adapting }, data)),
      pickParams(at, adapts),
    );
    return mapParams(params, (value, name) => {
      const slope = gradient[name];
      if (slope === undefined) return tf.clone(value);
      const step = tf.mul(slope, learningRate);
      const factor = stepSizes[name];
      return tf.sub(value, factor === undefined ? step : tf.mul(step, factor));
    });
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
      mapParams(params, (value: Tensor) => tf.clone(value)),
    ),
  );
}
