// Layer 2: multilayer perceptrons with a leading `tasks` axis: each task has weights of its own.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import type { Random } from "../random.ts";
import { initialiseWeights } from "./initialisers.ts";
import type { InitialiserName } from "./initialisers.ts";
import type { Params, ParamShapes } from "./params.ts";

/** The names of the non-linearities of hidden layers. */
export const activationNames = ["tanh", "relu"] as const;

/** The name of a non-linearity. */
export type ActivationName = (typeof activationNames)[number];

/** The non-linearities by name. */
export const activations: Readonly<Record<ActivationName, (x: Tensor3D) => Tensor3D>> = {
  tanh: (x) => tf.tanh(x),
  relu: (x) => tf.relu(x),
};

/** An MLP: sizes of all layers from input to output, and the non-linearity between them. */
export interface MlpOptions {
  /** `[in, hidden…, out]` */
  readonly sizes: readonly number[];
  readonly activation: ActivationName;
  readonly initialisation: InitialiserName;
}

/** Shapes of an MLP's parameters: `W0` `[in, out]`, `b0` `[out]`, `W1`, `b1`, … */
export function mlpShapes(sizes: readonly number[]): ParamShapes {
  return Object.fromEntries(
    layersOf(sizes).flatMap(([fanIn, fanOut], i) => [
      [`W${i}`, [fanIn, fanOut]],
      [`b${i}`, [fanOut]],
    ]),
  );
}

/** Names of an MLP's parameters by layer, from the input to the output. */
export function mlpLayers(sizes: readonly number[]): readonly (readonly string[])[] {
  return layersOf(sizes).map((_, i) => [`W${i}`, `b${i}`]);
}

/** Draws an MLP's parameters; biases are 0. The caller owns them. */
export function initialiseMlp({ sizes, initialisation }: MlpOptions, rng: Random): Params {
  return Object.fromEntries(
    layersOf(sizes).flatMap(([fanIn, fanOut], i) => [
      [`W${i}`, initialiseWeights(initialisation, rng.split(`W${i}`), fanIn, fanOut)],
      [`b${i}`, tf.zeros([fanOut])],
    ]),
  );
}

/**
 * Runs an MLP for all tasks at once; the last layer is linear.
 *
 * @param params - `W0` `[tasks, in, out]`, `b0` `[tasks, out]`, …
 * @param inputs - `[tasks, n, in]`
 * @returns `[tasks, n, out]`
 */
export function applyMlp(options: MlpOptions, params: Params, inputs: Tensor3D): Tensor3D {
  const layers = options.sizes.length - 1;
  let x = inputs;
  for (let i = 0; i < layers; i++) {
    x = applyLinear(params, i, x);
    if (i < layers - 1) x = activations[options.activation](x);
  }
  return x;
}

/** Applies layer `i` without its non-linearity: `x W + b`. @returns `[tasks, n, out]` */
export function applyLinear(params: Params, i: number, x: Tensor3D): Tensor3D {
  const bias = tf.expandDims(params[`b${i}`] as Tensor, 1); // [tasks, 1, out]
  return tf.add(tf.matMul(x, params[`W${i}`] as Tensor3D), bias);
}

function layersOf(sizes: readonly number[]): [number, number][] {
  return sizes.slice(1).map((fanOut, i) => [sizes[i] as number, fanOut]);
}
