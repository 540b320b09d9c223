// Layer 4: objectives as differentiable functions of parameters, and the two derivatives of them that a trust region needs.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { flattenParams, gradParams, shapesOf, unflattenParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { gaussNewtonProduct } from "./gauss-newton.ts";
import type { Outputs } from "./gauss-newton.ts";

/** A loss, a divergence and the outputs that it compares. All functions are differentiable and pure. */
export interface DifferentiableObjective {
  /** The loss to lower. */
  surrogate(params: Params): Scalar;
  /** Mean KL of the outputs at `params` from those at the current parameters; 0 there. */
  divergence(params: Params): Scalar;
  /** The outputs whose distributions the divergence compares. */
  outputs(params: Params): Outputs;
  /** u ↦ M u: the second derivative of the divergence in the outputs, at the current parameters. */
  metric(tangent: Outputs): Outputs;
}

/** Computes the gradient of the surrogate loss. @returns `[params]`; the caller owns it */
export function surrogateGradient(objective: DifferentiableObjective, params: Params): Tensor1D {
  return tf.tidy(() => flattenParams(gradParams((values) => objective.surrogate(values), params)));
}

/**
 * Multiplies a direction with the curvature of the divergence at the current parameters: Jᵀ M J v.
 *
 * @param params - the current parameters
 * @param v - `[params]`
 * @returns `[params]`; the caller owns it
 */
export function curvatureProduct(
  objective: DifferentiableObjective,
  params: Params,
  v: Tensor1D,
): Tensor1D {
  return tf.tidy(() => {
    const product = gaussNewtonProduct(
      (values) => objective.outputs(values),
      (tangent) => objective.metric(tangent),
      params,
      unflattenParams(v, shapesOf(params)),
    );
    return flattenParams(product);
  });
}
