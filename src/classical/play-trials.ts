// Layer 4: plays trials, all tasks stepped together. What comes out is a rollout, evaluated as any other.

import { checkInteger, ConfigError } from "../errors.ts";
import { splitEach } from "../random.ts";
import type { Random } from "../random.ts";
import { allocateRollout, allocateStepResult } from "../rl/allocate.ts";
import type { Json } from "../json.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { encodedSize, formatSpace } from "../rl/spaces.ts";
import type { Rollout } from "../rl/trajectories.ts";
import { createEnvironmentBatch } from "../rl/vectorise.ts";
import type { CreateAgent } from "./agent.ts";

/** What {@link playTrials} works on. */
export interface PlayTrialsOptions {
  /** Its observations and actions are Discrete. */
  readonly environment: EnvironmentFamily;
  /** One trial each. */
  readonly tasks: readonly Json[];
  /** Episodes of each trial. */
  readonly episodes: number;
  readonly createAgent: CreateAgent;
  /** The stream of a trial; the environment and the agent draw from two children of it. */
  readonly streams: (task: number) => Random;
}

/**
 * Plays one trial of each task: the episodes of a task follow one another, and its agent remembers.
 *
 * Every episode of a trial continues one stream of the environment, as those of `asTrials` do: both meet the
 * same chances.
 *
 * @returns arrays padded to the horizon, `[tasks, episodes, steps]`; the caller owns them
 * @throws {@link ConfigError} if observations or actions are not Discrete
 */
export function playTrials(options: PlayTrialsOptions): Rollout {
  const { environment, tasks, episodes, createAgent } = options;
  checkInteger("playTrials.tasks.length", tasks.length, 1);
  checkInteger("playTrials.episodes", episodes, 1);
  const { observationSpace, actionSpace, horizon } = environment;
  for (const space of [observationSpace, actionSpace]) {
    if (space.kind === "discrete") continue;
    throw new ConfigError(
      `playTrials: spaces of ${environment.id} must be Discrete, got ${formatSpace(space)}`,
    );
  }
  const size = tasks.length;
  const width = encodedSize(observationSpace);
  const rollout = allocateRollout(environment, size, episodes);
  const streams = tasks.map((_, task) => options.streams(task));
  const chances = splitEach(streams, "environment");
  const agents = splitEach(streams, "agent").map((rng, task) =>
    createAgent({ task: tasks[task]!, rng }),
  );
  const batch = createEnvironmentBatch(environment, tasks);
  const result = allocateStepResult(environment, size);
  const actions = new Int32Array(size);
  const episodeOf = new Int32Array(size);
  const stepOf = new Int32Array(size);
  const stateOf = new Int32Array(size);
  const transition = { state: 0, action: 0, reward: 0, nextState: 0, ended: false };
  const begin = (row: number): void => {
    batch.reset(row, chances[row]!, result.observations);
    stateOf[row] = decode(result.observations, row, width);
    stepOf[row] = 0;
  };
  for (let row = 0; row < size; row++) begin(row);

  for (let live = size; live > 0;) {
    for (let row = 0; row < size; row++) {
      if (episodeOf[row] === episodes) continue;
      actions[row] = agents[row]!.act(stateOf[row]!);
    }
    batch.step(actions, result);
    for (let row = 0; row < size; row++) {
      if (episodeOf[row] === episodes) continue;
      const episode = row * episodes + episodeOf[row]!;
      const step = stepOf[row]!;
      const at = episode * horizon + step;
      const isTerminated = result.terminated[row] === 1;
      transition.state = stateOf[row]!;
      transition.action = actions[row]!;
      transition.reward = result.rewards[row]!;
      transition.nextState = decode(result.observations, row, width);
      transition.ended = isTerminated || result.truncated[row] === 1 || step + 1 === horizon;
      rollout.observations[at * width + transition.state] = 1;
      rollout.actions[at] = transition.action;
      rollout.rewards[at] = transition.reward;
      rollout.lengths[episode] = step + 1;
      agents[row]!.learn(transition);
      if (!transition.ended) {
        stateOf[row] = transition.nextState;
        stepOf[row] = step + 1;
        continue;
      }
      rollout.terminated[episode] = Number(isTerminated);
      rollout.lastObservations[episode * width + transition.nextState] = 1;
      episodeOf[row] = episodeOf[row]! + 1;
      if (episodeOf[row] === episodes) live--;
      else begin(row);
    }
  }
  return rollout;
}

/** The state whose one-hot code a row holds. @param observations - `[size, width]` */
function decode(observations: Float32Array, row: number, width: number): number {
  for (let state = 0; state < width; state++) {
    if (observations[row * width + state] === 1) return state;
  }
  return -1;
}
