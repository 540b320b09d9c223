// Layer 3: collecting episodes with a policy, all tasks and episodes stepped together.

import { checkInteger } from "../errors.ts";
import { splitEach } from "../random.ts";
import type { Random } from "../random.ts";
import { allocateActions, allocateRollout, allocateStepResult } from "./allocate.ts";
import type { Json } from "../json.ts";
import type { BatchStepResult, EnvironmentFamily } from "./environment.ts";
import { checkActions, checkObservations, checkRewards } from "./rollout-checks.ts";
import type { Rollout } from "./trajectories.ts";
import { createEnvironmentBatch } from "./vectorise.ts";

/**
 * Chooses an action for each row.
 * @param observations - `[tasks*episodes, obs]`; valid during the call only
 * @param rngs - `[tasks*episodes]`, where each row's noise comes from; the same streams at every step, for the policy alone,
 *   which may draw ahead
 * @param actions - `[tasks*episodes, act]` of a Box action space, `[tasks*episodes]` of a Discrete one; written
 */
export type Act = (
  observations: Float32Array,
  rngs: readonly Random[],
  actions: Float32Array | Int32Array,
) => void;

/** What {@link collectRollout} works on. */
export interface RolloutOptions {
  readonly environment: EnvironmentFamily;
  readonly tasks: readonly Json[];
  readonly episodesPerTask: number;
  /** The policy. It is asked for every row until all episodes have ended; rows that have ended are ignored. */
  readonly act: Act;
  /** The stream of an episode; the environment and the action noise draw from two children of it. */
  readonly streams: (task: number, episode: number) => Random;
}

/**
 * Collects episodes of each task until they end or reach the environment's horizon.
 *
 * Draws from `streams` only, each episode from its own: an episode does not depend on which others run beside it.
 *
 * @returns arrays padded to the horizon; the caller owns them
 * @throws {@link NumericalError} if an observation, action or reward is not finite, or an action no choice of its space
 */
export function collectRollout(options: RolloutOptions): Rollout {
  const { environment, tasks, episodesPerTask: episodes, act, streams } = options;
  checkInteger("collectRollout.tasks.length", tasks.length, 1);
  checkInteger("collectRollout.episodesPerTask", episodes, 1);
  const rows = tasks.length * episodes;
  const rollout = allocateRollout(environment, tasks.length, episodes);
  const { steps, observationSize, actionSize, lengths } = rollout;

  const episodeStreams = Array.from({ length: rows }, (_, row) =>
    streams(Math.floor(row / episodes), row % episodes),
  );
  const actionStreams = splitEach(episodeStreams, "action");
  const batch = createEnvironmentBatch(
    environment,
    tasks.flatMap((task) => new Array<Json>(episodes).fill(task)),
  );

  // Two step results take turns: what one step writes is what the next step's actions are chosen from.
  let current = allocateStepResult(environment, rows);
  let next = allocateStepResult(environment, rows);
  const actions = allocateActions(environment, rows);
  splitEach(episodeStreams, "environment").forEach((stream, row) =>
    batch.reset(row, stream, current.observations),
  );
  const live = Array.from({ length: rows }, (_, row) => row);
  checkObservations(rollout, current.observations, live);

  for (let step = 0; step < steps && live.length > 0; step++) {
    const place = { live, step, steps };
    act(current.observations, actionStreams, actions);
    checkActions(rollout, actions, live, environment.actionSpace);
    record(current.observations, rollout.observations, observationSize, place);
    record(actions, rollout.actions, actionSize, place);
    batch.step(actions, next);
    checkRewards(rollout, next.rewards, live, actions);
    record(next.rewards, rollout.rewards, 1, place);
    for (const row of live) lengths[row] = step + 1;
    checkObservations(rollout, next.observations, live);
    retire(rollout, next, live, step + 1 === steps);
    [current, next] = [next, current];
  }
  return rollout;
}

/** Takes the rows whose episodes have ended from `live` and records how they ended. */
function retire(rollout: Rollout, result: BatchStepResult, live: number[], isLast: boolean): void {
  const { observationSize, terminated, lastObservations } = rollout;
  let remaining = 0;
  for (const row of live) {
    if (isLast || result.terminated[row] === 1 || result.truncated[row] === 1) {
      terminated[row] = Number(result.terminated[row] === 1);
      copyRow(result.observations, row, lastObservations, row, observationSize);
    } else {
      live[remaining++] = row;
    }
  }
  live.length = remaining;
}

type Rows = Float32Array | Int32Array;

/** Copies the live rows of `[rows, width]` to one step of `[rows, steps, width]`. */
function record(
  from: Rows,
  to: Rows,
  width: number,
  { live, step, steps }: { live: readonly number[]; step: number; steps: number },
): void {
  for (const row of live) copyRow(from, row, to, row * steps + step, width);
}

function copyRow(from: Rows, fromRow: number, to: Rows, toRow: number, width: number): void {
  for (let j = 0; j < width; j++) to[toRow * width + j] = from[fromRow * width + j]!;
}
