// Layer 4: one step of trust region policy optimisation (TRPO) on any objective that has a surrogate loss, a divergence
// and outputs with a metric. Phases are read one after another, so that each can be timed.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { NumericalError } from "../errors.ts";
import { flattenParams, gradParams, shapesOf, unflattenParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { conjugateGradient } from "./conjugate-gradient.ts";
import { gaussNewtonProduct } from "./gauss-newton.ts";
import type { Outputs } from "./gauss-newton.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What a trust region step improves. All functions are differentiable and pure. */
export interface TrustRegionObjective {
  /** The loss to lower. */
  surrogate(params: Params): Scalar;
  /** Mean KL of the outputs at `params` from those at the current parameters; 0 there. */
  divergence(params: Params): Scalar;
  /** The outputs whose distributions the divergence compares. */
  outputs(params: Params): Outputs;
  /** u ↦ M u: the second derivative of the divergence in the outputs, at the current parameters. */
  metric(tangent: Outputs): Outputs;
}

/** Settings of TRPO. */
export interface TrustRegionOptions {
  /** Largest mean KL of a step. */
  readonly maxKl: number;
  readonly cgIterations: number;
  readonly cgResidualTolerance: number;
  /** Multiple of the identity that is added to the curvature. */
  readonly cgDamping: number;
  /** Trial steps at most. */
  readonly lineSearchSteps: number;
  /** Factor between one trial step and the next. */
  readonly lineSearchShrink: number;
}

/** The loss and its gradient at the current parameters. */
export interface SurrogateGradient {
  readonly loss: number;
  /** `[params]` */
  readonly gradient: Tensor1D;
}

/** What the line search found. */
export interface LineSearchResult {
  /** The accepted parameters, or a copy of the current ones. The caller owns them. */
  readonly params: Params;
  readonly isAccepted: boolean;
  /** Trial steps made. */
  readonly trials: number;
  /** Surrogate loss at `params`. */
  readonly loss: number;
  /** Divergence at `params`; 0 where no step was accepted. */
  readonly kl: number;
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

/**
 * Tries θ - c^k s for k = 0, 1, … and accepts the first that lowers the loss within the trust region.
 *
 * @param step - the full step s, `[params]`
 * @param lossBefore - surrogate loss at `params`
 */
export function lineSearch(
  objective: TrustRegionObjective,
  params: Params,
  step: Tensor1D,
  lossBefore: number,
  { maxKl, lineSearchSteps, lineSearchShrink }: TrustRegionOptions,
): LineSearchResult {
  for (let k = 0; k < lineSearchSteps; k++) {
    const [trial, loss, kl] = tf.tidy<[Params, Scalar, Scalar]>(() => {
      const fraction = tf.scalar(lineSearchShrink ** k);
      const flat = tf.sub<Tensor1D>(flattenParams(params), tf.mul(step, fraction));
      const values = unflattenParams(flat, shapesOf(params));
      return [values, objective.surrogate(values), objective.divergence(values)];
    });
    const found = { loss: readScalar(loss), kl: readScalar(kl) };
    tf.dispose([loss, kl]);
    // A loss or divergence that is not finite fails both comparisons, so the step shrinks.
    if (found.loss < lossBefore && found.kl < maxKl) {
      return { params: trial, isAccepted: true, trials: k + 1, ...found };
    }
    tf.dispose(Object.values(trial));
  }
  const unchanged = tf.tidy(() => unflattenParams(flattenParams(params), shapesOf(params)));
  return {
    params: unchanged,
    isAccepted: false,
    trials: lineSearchSteps,
    loss: lossBefore,
    kl: 0,
  };
}

function readScalar(x: Scalar): number {
  return x.dataSync()[0] as number;
}
