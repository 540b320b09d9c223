// Layer 4: fits value networks of many tasks by Adam, each to its own data. Parameters stay tensors between the steps.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { compile, partial } from "../backend/compile.ts";
import { adamDefaults } from "../nn/adam.ts";
import { applyMlp } from "../nn/mlp.ts";
import type { MlpOptions } from "../nn/mlp.ts";
import { gradParams, mapParams, tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { ValueData } from "./value-data.ts";

/** How {@link fitValues} fits. */
export interface ValueFitOptions {
  /** Steps of Adam, each on all data of a task. */
  readonly epochs: number;
  readonly learningRate: number;
}

/** Networks fitted to tasks, and what they predict. The caller owns the tensors. */
export interface FittedValues {
  /** Each `[tasks, ...shape]`. */
  readonly params: Params;
  /** `[tasks, rows]`, in the units of the targets. */
  readonly predictions: Tensor2D;
}

/**
 * Fits a network to each task, all from the same parameters, by descending the weighted mean squared error.
 * @param initial - without a `tasks` axis
 */
export function fitValues(
  mlp: MlpOptions,
  initial: Params,
  data: ValueData,
  { epochs, learningRate }: ValueFitOptions,
): FittedValues {
  const { tasks, rows, inputSize } = data;
  return tf.tidy(() => {
    const inputs = tf.tensor3d(data.inputs, [tasks, rows, inputSize]);
    const targets = tf.tensor2d(data.targets, [tasks, rows]);
    const weights = tf.tensor2d(data.weights, [tasks, rows]);
    const step = partial(adamStepOfTasks, mlp, { inputs, targets, weights });
    let state = initialState(initial, tasks);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const next = step(state, ratesAt(epoch, learningRate));
      tf.dispose([state.params, state.mean, state.variance]);
      state = next;
    }
    step.dispose();
    return { params: state.params, predictions: predictValues(mlp, state.params, inputs) };
  });
}

/** A regression as tensors. */
interface ValueTensors {
  readonly inputs: Tensor3D;
  readonly targets: Tensor2D;
  readonly weights: Tensor2D;
}

/** What a step of Adam goes from and leads to; each tensor `[tasks, ...shape]`. */
interface AdamTensors {
  readonly params: Params;
  readonly mean: Params;
  readonly variance: Params;
}

/** What corrects the bias of the moments at one step, as tensors, so that no step is traced anew. */
interface AdamRates {
  /** α / (1 − β₁ᵗ) */
  readonly ofMean: Scalar;
  /** 1 / (1 − β₂ᵗ) */
  readonly ofVariance: Scalar;
}

/** {@link adamStep} on tensors, with the gradient: of each task by itself, as Adam scales each element by itself. */
const adamStepOfTasks = compile(
  "adamStepOfTasks",
  (mlp: MlpOptions, data: ValueTensors, state: AdamTensors, rates: AdamRates): AdamTensors => {
    const { beta1, beta2, epsilon } = adamDefaults;
    const gradient = gradParams((params): Scalar => {
      const errors = tf.sub(outputs(mlp, params, data.inputs), data.targets);
      return tf.sum(tf.mul(data.weights, tf.square(errors)));
    }, state.params);
    const mean = mapParams(state.mean, (m, name) =>
      tf.add(tf.mul(m, beta1), tf.mul(gradient[name] as Tensor, 1 - beta1)),
    );
    const variance = mapParams(state.variance, (v, name) =>
      tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient[name] as Tensor), 1 - beta2)),
    );
    const params = mapParams(state.params, (value, name) => {
      const root = tf.sqrt(tf.mul(variance[name] as Tensor, rates.ofVariance));
      return tf.sub(
        value,
        tf.div(tf.mul(mean[name] as Tensor, rates.ofMean), tf.add(root, epsilon)),
      );
    });
    return { params, mean, variance };
  },
);

const predictValues = compile("predictValues", outputs);

/** @returns `[tasks, n]` */
function outputs(mlp: MlpOptions, params: Params, inputs: Tensor3D): Tensor2D {
  return tf.squeeze(applyMlp(mlp, params, inputs), [2]);
}

function initialState(initial: Params, tasks: number): AdamTensors {
  const params = tileParams(initial, tasks);
  const zeros = (): Params => mapParams(params, (value) => tf.zerosLike(value));
  return { params, mean: zeros(), variance: zeros() };
}

function ratesAt(epoch: number, learningRate: number): AdamRates {
  const { beta1, beta2 } = adamDefaults;
  return {
    ofMean: tf.scalar(learningRate / (1 - beta1 ** epoch)),
    ofVariance: tf.scalar(1 / (1 - beta2 ** epoch)),
  };
}
