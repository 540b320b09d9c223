// A small Gaussian policy for tests of losses, as tensors and as plain float64 numbers.

import * as tf from "@tensorflow/tfjs-core";
import { gaussian } from "../../src/nn/gaussian.ts";
import type { Params } from "../../src/nn/params.ts";
import type { Policy } from "../../src/nn/policy.ts";

/** A Gaussian with mean W·obs and a state-independent log-std, for one observed number and two actions. */
export const linearGaussian: Policy = {
  distribution: gaussian,
  observationSize: 1,
  actionSize: 2,
  shapes: { W: [1, 2], logStd: [2] },
  layers: [["W"], ["logStd"]],
  initialise: () => ({}),
  apply: (params, observations) => ({
    mean: tf.matMul(observations, params["W"] as tf.Tensor),
    logStd: tf.expandDims(params["logStd"] as tf.Tensor, 1),
  }),
};

/** W of two actions, then the log-std of both. */
export type GaussianNumbers = readonly [number, number, number, number];

/** Makes parameters of numbers, one list a task. */
export function gaussianParams(tasks: readonly GaussianNumbers[]): Params {
  const weights = tasks.map(([a, b]) => [[a, b]]);
  const logStds = tasks.map(([, , a, b]) => [a, b]);
  return { W: tf.tensor3d(weights), logStd: tf.tensor2d(logStds) };
}

/** Log-density of the two actions at one observation. */
export function logDensity(
  numbers: GaussianNumbers,
  obs: number,
  actions: ArrayLike<number>,
): number {
  return [0, 1].reduce((sum, j) => {
    const logStd = numbers[2 + j] ?? NaN;
    const z = ((actions[j] ?? NaN) - (numbers[j] ?? NaN) * obs) / Math.exp(logStd);
    return sum - 0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
  }, 0);
}
