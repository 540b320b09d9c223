// Layer 3: generalized advantage estimation and the normalisation of advantages, in float64.

import { checkLength, checkRange } from "../errors.ts";
import { episodeShape, finalValuesOf } from "./episodes.ts";
import type { ReturnOptions } from "./returns.ts";

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

/**
 * Shifts and scales the advantages of one task to mean 0 and standard deviation 1.
 *
 * Both moments weigh every episode alike: a mean over steps is the mean over episodes of the mean over the episode's
 * real steps, and the standard deviation is the root of the mean square, plus 1e-8.
 *
 * @param advantages - `[episodes, steps]`; what it holds on padding is not read
 * @param lengths - `[episodes]`, steps before the end
 * @returns `[episodes, steps]`, 0 on padding; the caller owns it
 * @throws {@link ShapeError} if the lengths do not fit the advantages
 */
export function normaliseAdvantages(
  advantages: ArrayLike<number>,
  lengths: ArrayLike<number>,
): Float64Array {
  const { episodes, steps } = episodeShape("normaliseAdvantages", advantages, lengths);
  const meanOfMeans = (term: (at: number) => number): number => {
    let mean = 0;
    for (let episode = 0; episode < episodes; episode++) {
      const length = lengths[episode]!;
      let sum = 0;
      for (let step = 0; step < length; step++) sum += term(episode * steps + step);
      mean += sum / length / episodes;
    }
    return mean;
  };
  const mean = meanOfMeans((at) => advantages[at]!);
  const std = Math.sqrt(meanOfMeans((at) => (advantages[at]! - mean) ** 2));
  return Float64Array.from(advantages, (advantage, at) =>
    at % steps < lengths[Math.floor(at / steps)]! ? (advantage - mean) / (std + STD_EPSILON) : 0,
  );
}
