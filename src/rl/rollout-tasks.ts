// Layer 3: a part of a rollout by tasks.

import type { Rollout } from "./trajectories.ts";

/** Returns tasks `begin` to `end - 1` of a rollout; the arrays are views of its own. */
export function rolloutOfTasks(rollout: Rollout, begin: number, end: number): Rollout {
  const { tasks, observations, actions, rewards, lengths, terminated, lastObservations } = rollout;
  const cut = <T extends { length: number; subarray(begin: number, end: number): T }>(
    values: T,
  ): T => {
    const perTask = values.length / tasks;
    return values.subarray(begin * perTask, end * perTask);
  };
  return {
    ...rollout,
    tasks: end - begin,
    observations: cut(observations),
    actions: actions instanceof Int32Array ? cut(actions) : cut(actions),
    rewards: cut(rewards),
    lengths: cut(lengths),
    terminated: cut(terminated),
    lastObservations: cut(lastObservations),
  };
}
