// Layer 3: what is reported of a rollout.

import type { Rollout } from "./trajectories.ts";

/** Sums the rewards of each episode, undiscounted. @returns `[tasks, episodes]` */
export function episodeReturns(rollout: Rollout): Float64Array {
  const { steps, rewards, lengths } = rollout;
  return Float64Array.from(lengths, (length, row) => {
    let sum = 0;
    for (let step = 0; step < length; step++) sum += rewards[row * steps + step]!;
    return sum;
  });
}

/** Averages the undiscounted returns of each task's episodes. @returns `[tasks]` */
export function taskReturns(rollout: Rollout): Float64Array {
  const { tasks, episodes } = rollout;
  const returns = episodeReturns(rollout);
  return Float64Array.from({ length: tasks }, (_, task) =>
    mean(returns.subarray(task * episodes, (task + 1) * episodes)),
  );
}

/** Averages the undiscounted returns of all episodes of all tasks. */
export function meanReturn(rollout: Rollout): number {
  return mean(episodeReturns(rollout));
}

/** Counts the environment steps that were taken, without padding. */
export function environmentSteps(rollout: Rollout): number {
  return rollout.lengths.reduce((sum, length) => sum + length, 0);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
