// A loss g · x with the divergence ½ (x - x₀)ᵀ H (x - x₀), H = diag(1, 4), around x₀ = (0.5, -0.5), where the loss counts
// from. With g = (1, 1) the direction is H⁻¹ g = (1, ¼), and gᵀ H⁻¹ g = 1.25.

import type {
  TrustRegionObjective,
  TrustRegionOptions,
} from "../../src/meta/trust-region-objective.ts";
import { dot } from "../../src/meta/vector.ts";

/** x₀ */
export const at: Float64Array = Float64Array.of(0.5, -0.5);

export const options: TrustRegionOptions = {
  maxKl: 0.1,
  cgIterations: 5,
  cgResidualTolerance: 1e-12,
  cgDamping: 0,
  lineSearchSteps: 4,
  lineSearchShrink: 0.5,
};

/** @param slope - g */
export function linear(slope: readonly number[] = [1, 1]): TrustRegionObjective {
  const gradient = Float64Array.from(slope);
  const curvatureProduct = (v: Float64Array): Float64Array => Float64Array.of(v[0]!, 4 * v[1]!);
  return {
    loss: 0,
    gradient,
    curvatureProduct,
    evaluate: (params) => {
      const offset = params.map((x, i) => x - at[i]!);
      return { loss: dot(gradient, offset), kl: 0.5 * dot(offset, curvatureProduct(offset)) };
    },
  };
}
