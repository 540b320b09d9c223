// Layer 3: what a mean over the steps of several episodes weighs alike.

/** The names of the ways to weigh steps; see {@link stepWeights}. */
export const weightings = ["episode", "step"] as const;

/** The name of a way to weigh steps. */
export type Weighting = (typeof weightings)[number];

/**
 * Returns the weight of each step in a mean over the steps of one task. Weights sum to 1 and are 0 on padding.
 *
 * - `episode`: every episode weighs alike, whatever its length; the mean over episodes of the mean over an episode's
 *   steps, as in tristandeleu/pytorch-maml-rl
 * - `step`: every step weighs alike, so that an episode weighs by its length, as in cbfinn/maml_rl
 *
 * @param lengths - `[episodes]`, steps before the end, at least 1
 * @param steps - the padded number of steps
 * @returns `[episodes, steps]`; the caller owns it
 */
export function stepWeights(
  lengths: ArrayLike<number>,
  steps: number,
  weighting: Weighting,
): Float64Array {
  const episodes = lengths.length;
  const weights = new Float64Array(episodes * steps);
  let total = 0;
  for (let episode = 0; episode < episodes; episode++) total += lengths[episode]!;
  for (let episode = 0; episode < episodes; episode++) {
    const length = lengths[episode]!;
    const weight = weighting === "episode" ? 1 / (episodes * length) : 1 / total;
    weights.fill(weight, episode * steps, episode * steps + length);
  }
  return weights;
}
