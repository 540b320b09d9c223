// Layer 4: Gauss-Newton products Jᵀ M J v from reverse-mode differentiation alone.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { gradParams, mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/** A model's outputs by name. */
export type Outputs = Readonly<Record<string, Tensor>>;

/**
 * Computes Jᵀ M J v, where J is the Jacobian of `outputs` at `params` and M is given by `metric`.
 *
 * Where `metric` is the Fisher information of the output distributions, this is the Hessian at `params` of the mean KL
 * between the distributions there and anywhere else, one order of differentiation cheaper than that Hessian.
 *
 * J v needs a forward mode, which tfjs lacks: u ↦ Jᵀ u is linear, and the gradient in u of ⟨Jᵀ u, v⟩ is J v at every u.
 *
 * @param outputs - differentiable
 * @param metric - u ↦ M u, both with the shapes of the outputs; M symmetric positive semi-definite
 * @param params - where the product is taken
 * @param v - a direction, with the shapes of `params`
 * @returns Jᵀ M J v, with the shapes of `params`
 * @see Schraudolph 2002, https://doi.org/10.1162/08997660260028683; Schulman et al. 2015, https://arxiv.org/abs/1502.05477, appendix C.1
 */
export function gaussNewtonProduct(
  outputs: (params: Params) => Outputs,
  metric: (tangent: Outputs) => Outputs,
  params: Params,
  v: Params,
): Params {
  const pullBack = (cotangent: Outputs): Params =>
    gradParams((values) => innerProduct(outputs(values), cotangent), params);
  const anywhere = mapParams(outputs(params), (value) => tf.zeros(value.shape));
  const pushed = gradParams((cotangent) => innerProduct(pullBack(cotangent), v), anywhere);
  return pullBack(metric(pushed));
}

function innerProduct(a: Outputs, b: Outputs): Scalar {
  return tf.addN(
    Object.entries(a).map(([name, value]) => tf.sum<Scalar>(tf.mul(value, b[name] as Tensor))),
  );
}
