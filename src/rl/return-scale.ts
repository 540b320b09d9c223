// Layer 3: the size of returns, which rewards can be divided by.

import { episodeShape } from "./episodes.ts";

/**
 * Computes the standard deviation of the returns of all real steps, each of which weighs alike.
 *
 * @param returns - `[episodes, steps]`; what it holds on padding is not read
 * @param lengths - `[episodes]`, steps before the end
 * @returns 1 if all returns are equal
 * @throws {@link ShapeError} if the lengths do not fit the returns
 */
export function returnScale(returns: ArrayLike<number>, lengths: ArrayLike<number>): number {
  const { episodes, steps } = episodeShape("returnScale", returns, lengths);
  let count = 0;
  let mean = 0;
  let squares = 0; // sum of squared deviations from the mean so far, after Welford
  for (let episode = 0; episode < episodes; episode++) {
    const begin = episode * steps;
    for (let at = begin; at < begin + lengths[episode]!; at++) {
      const deviation = returns[at]! - mean;
      count++;
      mean += deviation / count;
      squares += deviation * (returns[at]! - mean);
    }
  }
  return squares === 0 ? 1 : Math.sqrt(squares / count);
}
