// Layer 4: evaluation of policies that do not adapt.

import * as tf from "@tensorflow/tfjs-core";
import { disposeParams, tileParams } from "../nn/params.ts";
import type { Adaptation, AdaptInput } from "./learner.ts";
import { play } from "./play.ts";

/** Plays the policy as it is where others adapt: new episodes for each number of inner steps. */
export function playUnadapted({
  problem,
  state,
  tasks,
  innerSteps,
  episodesPerTask,
  rng,
}: AdaptInput<unknown>): Adaptation {
  const params = tf.tidy(() => tileParams(state.params, 1));
  const rollouts = Array.from({ length: innerSteps + 1 }, (_, k) =>
    play(problem, params, { tasks, episodesPerTask, rng: rng.split("inner-step", k) }),
  );
  disposeParams(params);
  return { rollouts };
}
