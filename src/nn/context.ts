// Layer 2: a vector of parameters beside the observation: what a policy can adapt instead of its weights.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import type { Params, ParamShapes } from "./params.ts";

/** The name of the parameter. */
export const CONTEXT = "context";

/** Shapes of the context: a vector, or nothing at size 0. */
export function contextShapes(size: number): ParamShapes {
  return size === 0 ? {} : { [CONTEXT]: [size] };
}

/** Makes the context before any adaptation, zeros; the caller owns it. */
export function initialiseContext(size: number): Params {
  return size === 0 ? {} : { [CONTEXT]: tf.zeros([size]) };
}

/**
 * Puts the context of each task beside every one of its inputs.
 *
 * @param params - with `context` `[tasks, size]`, or without it
 * @param inputs - `[tasks, n, in]`
 * @returns `[tasks, n, in+size]`; `inputs` itself without a context
 * @see Finn et al. 2017, https://arxiv.org/abs/1709.04905, section 3.2 (bias transformation); Zintgraf et al. 2019,
 *   https://arxiv.org/abs/1810.03642, section 3 (context parameters)
 */
export function appendContext(params: Params, inputs: Tensor3D): Tensor3D {
  const context = params[CONTEXT] as Tensor | undefined;
  if (context === undefined) return inputs;
  const [tasks, n] = inputs.shape;
  const size = context.shape.at(-1) as number;
  return tf.concat([inputs, tf.broadcastTo(tf.expandDims(context, 1), [tasks, n, size])], 2);
}
