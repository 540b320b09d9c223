// Layer 4: the backtracking line search of trust region policy optimisation.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { flattenParams, mapParams, shapesOf, unflattenParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { readScalar } from "./read-scalar.ts";
import type { TrustRegionObjective, TrustRegionOptions } from "./trust-region-objective.ts";

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
  const unchanged = mapParams(params, (value) => tf.clone(value));
  return {
    params: unchanged,
    isAccepted: false,
    trials: lineSearchSteps,
    loss: lossBefore,
    kl: 0,
  };
}
