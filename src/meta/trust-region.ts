// Layer 4: one step of trust region policy optimisation (TRPO) on any objective with a curvature.

import { NumericalError } from "../errors.ts";
import { conjugateGradient } from "./conjugate-gradient.ts";
import { lineSearch } from "./line-search.ts";
import type { LineSearchResult } from "./line-search.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { TrustRegionObjective, TrustRegionOptions } from "./trust-region-objective.ts";
import { addScaled, dot } from "./vector.ts";

/**
 * Makes one TRPO step: conjugate gradient direction, scaling to the trust region, backtracking line search.
 *
 * @param params - the current parameters, `[params]`
 * @throws {@link NumericalError} if the loss or the direction is not finite
 * @see Schulman et al. 2015, https://arxiv.org/abs/1502.05477, appendix C
 */
export function trustRegionStep(
  objective: TrustRegionObjective,
  params: Float64Array,
  options: TrustRegionOptions,
  stopwatch: Stopwatch<"direction" | "lineSearch">,
): LineSearchResult {
  const { loss } = objective;
  if (!Number.isFinite(loss)) {
    throw new NumericalError(`trustRegionStep: the surrogate loss must be finite, got ${loss}`);
  }
  const step = stopwatch.time("direction", () => trustRegionDirection(objective, options));
  return stopwatch.time("lineSearch", () => lineSearch(objective, params, step, options));
}

/**
 * Computes the full step: s = sqrt(2 δ / xᵀ A x) x, where A x = g by conjugate gradients, A = H + d I with the curvature
 * H and the damping d, and g is the gradient.
 *
 * The new parameters are the current ones minus a fraction of s.
 *
 * @returns `[params]`; the caller owns it
 * @throws {@link NumericalError} if the curvature along the direction is negative or not finite
 */
export function trustRegionDirection(
  objective: TrustRegionObjective,
  { maxKl, cgIterations, cgResidualTolerance, cgDamping }: TrustRegionOptions,
): Float64Array {
  const { gradient } = objective;
  const damped = (v: Float64Array): Float64Array => {
    const product = objective.curvatureProduct(v);
    addScaled(product, cgDamping, v);
    return product;
  };
  const { solution, residual } = conjugateGradient(damped, gradient, {
    iterations: cgIterations,
    residualTolerance: cgResidualTolerance,
  });
  const xAx = dot(solution, gradient) - dot(solution, residual); // A x = g - r
  if (!(xAx >= 0 && Number.isFinite(xAx))) {
    throw new NumericalError(
      `trustRegionDirection: the curvature along the direction must be finite and not negative, got ${xAx}; raise outer.cgDamping`,
    );
  }
  // A gradient that vanishes leaves nothing to scale.
  const scale = xAx === 0 ? 0 : Math.sqrt((2 * maxKl) / xAx);
  return solution.map((element) => scale * element);
}
