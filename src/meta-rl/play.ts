// Layer 4: lets a policy play: the bridge from parameters to a rollout.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor3D } from "@tensorflow/tfjs-core";
import { compile, partial } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import { NoiseBlocks } from "../nn/noise.ts";
import type { Params } from "../nn/params.ts";
import type { DistributionParams, Policy } from "../nn/policy.ts";
import type { Random } from "../random.ts";
import type { Json } from "../json.ts";
import { collectRollout } from "../rl/rollout.ts";
import type { Act } from "../rl/rollout.ts";
import type { Rollout } from "../rl/trajectories.ts";
import { perModel } from "../meta/per-model.ts";
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
  const distributionAt = partial(inferenceOf(policy), params);
  const { distribution } = policy;
  let noise: NoiseBlocks | undefined;
  const act: Act = (observations, rngs, actions) => {
    noise ??= new NoiseBlocks({
      law: distribution.noise,
      rngs,
      width: actions.length / rows,
      steps: environment.horizon,
    });
    const input = tf.tensor3d(observations, [sets, rows / sets, policy.observationSize]);
    const dist = distributionAt(input);
    input.dispose();
    const arrays = Object.fromEntries(
      Object.entries(dist).map(([name, value]) => [name, value.dataSync<"float32">()]),
    );
    tf.dispose(Object.values(dist));
    distribution.sample(arrays, { count: rows, noise: noise.next(), actions });
  };
  try {
    return collectRollout({
      environment,
      tasks,
      episodesPerTask,
      act,
      streams: (task, episode) => rng.split("task", task, "episode", episode),
    });
  } finally {
    distributionAt.dispose();
  }
}

type Inference = Compiled<readonly [params: Params, observations: Tensor3D], DistributionParams>;

/** Each policy's inference, compiled. */
const inferenceOf = perModel((policy: Policy): Inference =>
  compile("policy", (params, observations) => policy.apply(params, observations)),
);
