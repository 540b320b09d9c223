// Layer 4: lets a policy play: the bridge from parameters to a rollout.

import * as tf from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Json } from "../rl/environment.ts";
import { collectRollout } from "../rl/rollout.ts";
import type { Act } from "../rl/rollout.ts";
import type { Rollout } from "../rl/trajectories.ts";
import type { Problem } from "./problem.ts";

/** One batch of episodes to play. */
export interface PlayOptions {
  readonly tasks: readonly Json[];
  readonly episodesPerTask: number;
  /** The stream of this batch; task t's episode e draws from its child `task/t/episode/e`. */
  readonly rng: Random;
}

/**
 * Plays episodes of each task with a stochastic policy.
 *
 * @param params - `[tasks, ...shape]`, or `[1, ...shape]` to share one set between all tasks
 */
export function play(
  { environment, policy }: Problem,
  params: Params,
  { tasks, episodesPerTask, rng }: PlayOptions,
): Rollout {
  const rows = tasks.length * episodesPerTask;
  const sets = Object.values(params)[0]?.shape[0] ?? 1;
  const act: Act = (observations, rngs, actions) => {
    const dist = tf.tidy(() => {
      const shape: [number, number, number] = [sets, rows / sets, policy.observationSize];
      return policy.apply(params, tf.tensor3d(observations, shape));
    });
    const arrays = Object.fromEntries(
      Object.entries(dist).map(([name, value]) => [name, value.dataSync<"float32">()]),
    );
    tf.dispose(Object.values(dist));
    policy.distribution.sample(arrays, rngs, actions);
  };
  return collectRollout({
    environment,
    tasks,
    episodesPerTask,
    act,
    streams: (task, episode) => rng.split("task", task, "episode", episode),
  });
}
