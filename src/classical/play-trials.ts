// Layer 4: plays trials, all tasks stepped together. What comes out is a rollout, evaluated as any other.

import { checkInteger, ConfigError } from "../errors.ts";
import { splitEach } from "../random.ts";
import type { Random } from "../random.ts";
import type { EnvironmentFamily, Json } from "../rl/environment.ts";
import { encodedSize, formatSpace } from "../rl/spaces.ts";
import type { Rollout } from "../rl/trajectories.ts";
import { createEnvironmentBatch } from "../rl/vectorise.ts";
import type { Agent, CreateAgent } from "./agent.ts";

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
  const rollout = allocate({ tasks: size, episodes, steps: horizon, width });
  const streams = tasks.map((_, task) => options.streams(task));
  const chances = splitEach(streams, "environment");
  const agents = splitEach(streams, "agent").map((rng, task) =>
    createAgent({ task: tasks[task]!, rng }),
  );
  const batch = createEnvironmentBatch(environment, tasks);
  const result = {
    observations: new Float32Array(size * width),
    rewards: new Float32Array(size),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
  };
  const actions = new Int32Array(size);
  const places: Place[] = [];
  for (let row = 0; row < size; row++) {
    batch.reset(row, chances[row]!, result.observations);
    places.push({ episode: 0, step: 0, state: decode(result.observations, row, width) });
  }

  for (let live = size; live > 0;) {
    for (let row = 0; row < size; row++) {
      const place = places[row]!;
      if (place.episode === episodes) continue;
      actions[row] = agents[row]!.act(place.state);
    }
    batch.step(actions, result);
    for (let row = 0; row < size; row++) {
      const place = places[row]!;
      if (place.episode === episodes) continue;
      record(rollout, { row, place, width, action: actions[row]!, result, agent: agents[row]! });
      if (place.step > 0) continue;
      if (place.episode === episodes) {
        live--;
        continue;
      }
      batch.reset(row, chances[row]!, result.observations);
      place.state = decode(result.observations, row, width);
    }
  }
  return rollout;
}

/** Where a trial is. */
interface Place {
  episode: number;
  step: number;
  state: number;
}

interface Step {
  readonly row: number;
  readonly place: Place;
  readonly width: number;
  readonly action: number;
  readonly agent: Agent;
  readonly result: {
    readonly observations: Float32Array;
    readonly rewards: Float32Array;
    readonly terminated: Uint8Array;
    readonly truncated: Uint8Array;
  };
}

/** Records a step, lets the agent learn from it, and moves `place` on. */
function record(rollout: Rollout, { row, place, width, action, agent, result }: Step): void {
  const { state, step } = place;
  const episode = row * rollout.episodes + place.episode;
  const at = episode * rollout.steps + step;
  const reward = result.rewards[row]!;
  const nextState = decode(result.observations, row, width);
  const isTerminated = result.terminated[row] === 1;
  const ended = isTerminated || result.truncated[row] === 1 || step + 1 === rollout.steps;
  rollout.observations[at * width + state] = 1;
  rollout.actions[at] = action;
  rollout.rewards[at] = reward;
  rollout.lengths[episode] = step + 1;
  agent.learn({ state, action, reward, nextState, ended });
  place.state = nextState;
  place.step = ended ? 0 : step + 1;
  if (!ended) return;
  rollout.terminated[episode] = Number(isTerminated);
  rollout.lastObservations[episode * width + nextState] = 1;
  place.episode++;
}

function allocate(sizes: {
  readonly tasks: number;
  readonly episodes: number;
  readonly steps: number;
  readonly width: number;
}): Rollout {
  const { tasks, episodes, steps, width } = sizes;
  const rows = tasks * episodes;
  return {
    tasks,
    episodes,
    steps,
    observationSize: width,
    actionSize: 1,
    observations: new Float32Array(rows * steps * width),
    actions: new Int32Array(rows * steps),
    rewards: new Float32Array(rows * steps),
    lengths: new Int32Array(rows),
    terminated: new Uint8Array(rows),
    lastObservations: new Float32Array(rows * width),
  };
}

/** The state whose one-hot code a row holds. @param observations - `[size, width]` */
function decode(observations: Float32Array, row: number, width: number): number {
  for (let state = 0; state < width; state++) {
    if (observations[row * width + state] === 1) return state;
  }
  return -1;
}
