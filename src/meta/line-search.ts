// Layer 4: the backtracking line search of trust region policy optimisation.

import type {
  ObjectiveValues,
  TrustRegionObjective,
  TrustRegionOptions,
} from "./trust-region-objective.ts";
import { addScaled } from "./vector.ts";

/** What the line search found. */
export interface LineSearchResult extends ObjectiveValues {
  /** The accepted parameters, or a copy of the current ones, `[params]`. */
  readonly params: Float64Array;
  readonly isAccepted: boolean;
  /** Trial steps made. */
  readonly trials: number;
}

/**
 * Tries θ - c^k s for k = 0, 1, … and accepts the first that lowers the loss within the trust region.
 *
 * @param params - θ, `[params]`
 * @param step - the full step s, `[params]`
 */
export function lineSearch(
  objective: TrustRegionObjective,
  params: Float64Array,
  step: Float64Array,
  { maxKl, lineSearchSteps, lineSearchShrink }: TrustRegionOptions,
): LineSearchResult {
  for (let k = 0; k < lineSearchSteps; k++) {
    const trial = params.slice();
    addScaled(trial, -(lineSearchShrink ** k), step);
    const values = objective.evaluate(trial);
    // A loss or divergence that is not finite fails both comparisons, so the step shrinks.
    if (values.loss < objective.loss && values.kl < maxKl) {
      return { params: trial, isAccepted: true, trials: k + 1, ...values };
    }
  }
  return {
    params: params.slice(),
    isAccepted: false,
    trials: lineSearchSteps,
    loss: objective.loss,
    kl: 0,
  };
}
