// Layer 3: the episodes of a rollout as records that environments can picture.

import type { EnvironmentFamily, Trajectory } from "./environment.ts";
import type { Rollout } from "./trajectories.ts";

/** Returns the episodes of one task, in order. One-hot observations of a Discrete space become their index again. */
export function recordedTrajectories(
  rollout: Rollout,
  task: number,
  { observationSpace }: Pick<EnvironmentFamily, "observationSpace">,
): readonly Trajectory[] {
  const { episodes, steps, observationSize, actionSize } = rollout;
  const { observations, lastObservations, actions, rewards, lengths, terminated } = rollout;
  const decode = (values: Float32Array, at: number): readonly number[] => {
    const row = values.subarray(at * observationSize, (at + 1) * observationSize);
    return observationSpace.kind === "discrete" ? [row.indexOf(1)] : Array.from(row);
  };
  return Array.from({ length: episodes }, (_, e) => {
    const episode = task * episodes + e;
    const begin = episode * steps;
    const indices = Array.from({ length: lengths[episode]! }, (_, step) => begin + step);
    return {
      observations: [
        ...indices.map((at) => decode(observations, at)),
        decode(lastObservations, episode),
      ],
      actions: indices.map((at) =>
        Array.from(actions.subarray(at * actionSize, (at + 1) * actionSize)),
      ),
      rewards: indices.map((at) => rewards[at]!),
      terminated: terminated[episode] === 1,
    };
  });
}
