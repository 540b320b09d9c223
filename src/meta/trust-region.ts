// Layer 4: one step of trust region policy optimisation (TRPO) on any objective that has a surrogate loss, a divergence
// and outputs with a metric. Phases are read one after another, so that each can be timed.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { NumericalError } from "../errors.ts";
import { flattenParams, gradParams, shapesOf, unflattenParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { conjugateGradient } from "./conjugate-gradient.ts";
import { gaussNewtonProduct } from "./gauss-newton.ts";
import { lineSearch } from "./line-search.ts";
import type { LineSearchResult } from "./line-search.ts";
import { readScalar } from "./read-scalar.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { TrustRegionObjective, TrustRegionOptions } from "./trust-region-objective.ts";

/** The loss and its gradient at the current parameters. */
export interface SurrogateGradient {
  readonly loss: number;
  /** `[params]` */
  readonly gradient: Tensor1D;
}

/** What a trust region step did. */
export interface TrustRegionResult extends LineSearchResult {
  readonly lossBefore: number;
}

/**
 * Makes one TRPO step: gradient, conjugate gradient direction, scaling to the trust region, backtracking line search.
 *
 * @param params - the current parameters
 * @throws {@link NumericalError} if the loss or the direction is not finite
 * @see Schulman et al. 2015, https://arxiv.org/abs/1502.05477, appendix C
 */
export function trustRegionStep(
  objective: TrustRegionObjective,
  params: Params,
  options: TrustRegionOptions,
  stopwatch: Stopwatch,
): TrustRegionResult {
  const { loss, gradient } = stopwatch.time("gradient", () => surrogateGradient(objective, params));
  const step = stopwatch.time("direction", () =>
    trustRegionDirection(objective, params, gradient, options),
  );
  const found = stopwatch.time("lineSearch", () =>
    lineSearch(objective, params, step, loss, options),
  );
  tf.dispose([gradient, step]);
  return { ...found, lossBefore: loss };
}

/** Computes the surrogate loss and its gradient. The caller owns the gradient. */
export function surrogateGradient(
  objective: TrustRegionObjective,
  params: Params,
): SurrogateGradient {
  const [value, gradient] = tf.tidy<[Scalar, Tensor1D]>(() => [
    objective.surrogate(params),
    flattenParams(gradParams((values) => objective.surrogate(values), params)),
  ]);
  const loss = readScalar(value);
  value.dispose();
  if (!Number.isFinite(loss)) {
    gradient.dispose();
    throw new NumericalError(`surrogateGradient: the surrogate loss must be finite, got ${loss}`);
  }
  return { loss, gradient };
}

/**
 * Multiplies a direction with the damped curvature of the divergence: (Jᵀ M J + d I) v.
 *
 * @param v - `[params]`
 * @returns `[params]`; the caller owns it
 */
export function curvatureProduct(
  objective: TrustRegionObjective,
  params: Params,
  v: Tensor1D,
  damping: number,
): Tensor1D {
  return tf.tidy(() => {
    const product = gaussNewtonProduct(
      (values) => objective.outputs(values),
      (tangent) => objective.metric(tangent),
      params,
      unflattenParams(v, shapesOf(params)),
    );
    return tf.add(flattenParams(product), tf.mul(v, damping));
  });
}

/**
 * Computes the full step: s = sqrt(2 δ / xᵀ H x) x, where H x = g by conjugate gradients.
 *
 * The new parameters are the current ones minus a fraction of s.
 *
 * @param gradient - g, `[params]`
 * @returns `[params]`; the caller owns it
 * @throws {@link NumericalError} if the curvature along the direction is negative or not finite
 */
export function trustRegionDirection(
  objective: TrustRegionObjective,
  params: Params,
  gradient: Tensor1D,
  options: TrustRegionOptions,
): Tensor1D {
  const [direction, curvature] = tf.tidy(() => {
    const { solution, residual } = conjugateGradient(
      (v) => curvatureProduct(objective, params, v, options.cgDamping),
      gradient,
      { iterations: options.cgIterations, residualTolerance: options.cgResidualTolerance },
    );
    return [solution, tf.dot(solution, tf.sub(gradient, residual))]; // H x = g - r
  }) as [Tensor1D, Scalar];
  const xHx = readScalar(curvature);
  curvature.dispose();
  if (!(xHx >= 0 && Number.isFinite(xHx))) {
    direction.dispose();
    throw new NumericalError(
      `trustRegionDirection: the curvature along the direction must be finite and not negative, got ${xHx}; raise outer.cgDamping`,
    );
  }
  // A gradient that vanishes leaves nothing to scale.
  const scale = xHx === 0 ? 0 : Math.sqrt((2 * options.maxKl) / xHx);
  const step = tf.tidy(() => tf.mul<Tensor1D>(direction, tf.scalar(scale)));
  direction.dispose();
  return step;
}
