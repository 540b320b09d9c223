// Layer 3: generalized advantage estimation and the normalisation of advantages, in float64.

import { checkLength, checkRange } from "../errors.ts";
import { episodeShape, finalValuesOf } from "./episodes.ts";
import type { ReturnOptions } from "./returns.ts";
import { stepWeights } from "./step-weights.ts";
import type { Weighting } from "./step-weights.ts";

/** How {@link generalizedAdvantages} mixes temporal differences. */
export interface GaeOptions extends ReturnOptions {
  /** λ, from 0 (one-step temporal difference) to 1 (return minus value). */
  readonly gaeLambda: number;
}

/**
 * Computes generalized advantage estimates by the backward recursion
 * A[t] = δ[t] + γλ A[t+1],  δ[t] = r[t] + γ v[t+1] − v[t].
 *
 * @param rewards - `[episodes, steps]`, padded
 * @param values - `[episodes, steps]`; what it holds on padding is not read
 * @param lengths - `[episodes]`, steps before the end
 * @param options - `finalValues` is v after the last step
 * @returns `[episodes, steps]`, 0 on padding; the caller owns it
 * @throws {@link ShapeError} if the shapes do not fit together
 * @throws {@link ConfigError} if discount or λ lies outside [0, 1]
 * @see Schulman et al. 2016, https://arxiv.org/abs/1506.02438, eq. 16
 */
export function generalizedAdvantages(
  rewards: ArrayLike<number>,
  values: ArrayLike<number>,
  lengths: ArrayLike<number>,
  options: GaeOptions,
): Float64Array {
  const { discount, gaeLambda } = options;
  checkRange("generalizedAdvantages.discount", discount, [0, 1]);
  checkRange("generalizedAdvantages.gaeLambda", gaeLambda, [0, 1]);
  const { episodes, steps } = episodeShape("generalizedAdvantages", rewards, lengths);
  checkLength("generalizedAdvantages: values", values, [episodes, steps]);
  const finalValues = finalValuesOf("generalizedAdvantages", options.finalValues, episodes);
  const advantages = new Float64Array(rewards.length);
  for (let episode = 0; episode < episodes; episode++) {
    let nextValue = finalValues[episode]!;
    let advantage = 0;
    for (let at = episode * steps + lengths[episode]! - 1; at >= episode * steps; at--) {
      const delta = rewards[at]! + discount * nextValue - values[at]!;
      advantage = delta + discount * gaeLambda * advantage;
      advantages[at] = advantage;
      nextValue = values[at]!;
    }
  }
  return advantages;
}

/** Keeps a task whose advantages are all equal from a division by 0. */
const STD_EPSILON = 1e-8;

/** What advantages are shifted and scaled by. */
export interface AdvantageMoments {
  readonly mean: number;
  /** The standard deviation plus 1e-8. */
  readonly scale: number;
}

/**
 * Measures the mean and the scale of the advantages of one task.
 *
 * @param advantages - `[episodes, steps]`; what it holds on padding is not read
 * @param lengths - `[episodes]`, steps before the end
 * @param weighting - what both moments weigh alike
 * @throws {@link ShapeError} if the lengths do not fit the advantages
 */
export function advantageMoments(
  advantages: ArrayLike<number>,
  lengths: ArrayLike<number>,
  weighting: Weighting = "episode",
): AdvantageMoments {
  const { steps } = episodeShape("advantageMoments", advantages, lengths);
  const weights = stepWeights(lengths, steps, weighting);
  let mean = 0;
  for (let at = 0; at < weights.length; at++) {
    if (weights[at] !== 0) mean += weights[at]! * advantages[at]!; // padding may hold anything
  }
  let variance = 0;
  for (let at = 0; at < weights.length; at++) {
    if (weights[at] !== 0) variance += weights[at]! * (advantages[at]! - mean) ** 2;
  }
  return { mean, scale: Math.sqrt(variance) + STD_EPSILON };
}

/**
 * Shifts and scales the advantages of one task to mean 0 and standard deviation 1, plus 1e-8.
 *
 * @param advantages - `[episodes, steps]`; what it holds on padding is not read
 * @param lengths - `[episodes]`, steps before the end
 * @param weighting - what both moments weigh alike
 * @returns `[episodes, steps]`, 0 on padding; the caller owns it
 * @throws {@link ShapeError} if the lengths do not fit the advantages
 */
export function normaliseAdvantages(
  advantages: ArrayLike<number>,
  lengths: ArrayLike<number>,
  weighting: Weighting = "episode",
): Float64Array {
  const { steps } = episodeShape("normaliseAdvantages", advantages, lengths);
  const { mean, scale } = advantageMoments(advantages, lengths, weighting);
  const normalised = new Float64Array(advantages.length);
  for (let episode = 0; episode < lengths.length; episode++) {
    const begin = episode * steps;
    for (let at = begin; at < begin + lengths[episode]!; at++) {
      normalised[at] = (advantages[at]! - mean) / scale;
    }
  }
  return normalised;
}
