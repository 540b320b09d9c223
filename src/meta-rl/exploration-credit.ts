// Layer 4: E-MAML's credit: what the actions before adaptation are worth for the returns after it.

import type { Rollout } from "../rl/trajectories.ts";
import type { ChunkData } from "./chunk-data.ts";

/**
 * Computes what each step before adaptation is credited with, for each task.
 *
 * MAML's gradient holds the episodes before adaptation fixed. That their distribution depends on the meta-parameters, too,
 * adds the score of all of them times the return after adaptation. The surrogate loss is a mean over steps
 * of advantages that were divided by a scale, and so is the credit: c (G - b) / (scale · steps), with G the mean discounted
 * return of the task's episodes after adaptation, b that of the other tasks, and steps the mean length.
 *
 * @param last - the rollout after adaptation
 * @param post - the same by chunk
 * @param share - c; 1 makes the gradient an unbiased estimate of that of the return after adaptation, if the surrogate's is
 * @returns `[tasks]`; the caller owns it
 * @see Stadie et al. 2018, https://arxiv.org/abs/1803.01118, eq. 6; Al-Shedivat et al. 2018,
 *   https://arxiv.org/abs/1710.03641, eq. 4
 */
export function explorationCredit(
  { tasks, episodes, steps, lengths }: Rollout,
  post: readonly ChunkData[],
  share: number,
): Float64Array {
  const returns = post.flatMap(({ estimates }) => [
    ...meanReturnsOf(estimates.returns, episodes, steps),
  ]);
  const scales = post.flatMap(({ estimates }) => [...estimates.scales]);
  const total = returns.reduce((sum, value) => sum + value, 0);
  return Float64Array.from({ length: tasks }, (_, task) => {
    const own = returns[task] as number;
    const others = tasks === 1 ? 0 : (total - own) / (tasks - 1);
    const ofTask = lengths.subarray(task * episodes, (task + 1) * episodes);
    const meanLength = ofTask.reduce((sum, length) => sum + length, 0) / episodes;
    return (share * (own - others)) / ((scales[task] as number) * meanLength);
  });
}

/** The mean over a task's episodes of the return from their first step. @param returns - `[tasks, episodes, steps]` */
function meanReturnsOf(returns: Float64Array, episodes: number, steps: number): Float64Array {
  const means = new Float64Array(returns.length / (episodes * steps));
  for (let episode = 0; episode < means.length * episodes; episode++) {
    means[Math.floor(episode / episodes)]! += returns[episode * steps]! / episodes;
  }
  return means;
}
