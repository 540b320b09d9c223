// Layer 4: what trust region policy optimisation works on, and its settings.

import type { Scalar } from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { Outputs } from "./gauss-newton.ts";

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
