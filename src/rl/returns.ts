// Layer 3: discounted returns, in float64.

import { checkRange } from "../errors.ts";
import { episodeShape, finalValuesOf } from "./episodes.ts";

/** How {@link discountReturns} weighs what comes later. */
export interface ReturnOptions {
  /** Weight of the next step's return, from 0 to 1. */
  readonly discount: number;
  /** `[episodes]`, the value of what follows the last step. @defaultValue zeros: nothing follows */
  readonly finalValues?: ArrayLike<number>;
}

/**
 * Computes discounted returns by the backward recursion G[t] = r[t] + γ G[t+1].
 *
 * @param rewards - `[episodes, steps]`, padded
 * @param lengths - `[episodes]`, steps before the end
 * @returns `[episodes, steps]`, 0 on padding; the caller owns it
 * @throws {@link ShapeError} if the lengths do not fit the rewards
 * @throws {@link ConfigError} if the discount lies outside [0, 1]
 */
export function discountReturns(
  rewards: ArrayLike<number>,
  lengths: ArrayLike<number>,
  options: ReturnOptions,
): Float64Array {
  const { discount } = options;
  checkRange("discountReturns.discount", discount, [0, 1]);
  const { episodes, steps } = episodeShape("discountReturns", rewards, lengths);
  const finalValues = finalValuesOf("discountReturns", options.finalValues, episodes);
  const returns = new Float64Array(rewards.length);
  for (let episode = 0; episode < episodes; episode++) {
    let next = finalValues[episode]!;
    for (let at = episode * steps + lengths[episode]! - 1; at >= episode * steps; at--) {
      next = rewards[at]! + discount * next;
      returns[at] = next;
    }
  }
  return returns;
}
