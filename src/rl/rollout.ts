// Layer 3: collecting episodes with a policy, all tasks and episodes stepped together.

import { checkInteger, formatValue, NumericalError } from "../errors.ts";
import type { Random } from "../random.ts";
import type { BatchStepResult, EnvironmentFamily, Json } from "./environment.ts";
import { contains, elementSize, encodedSize } from "./spaces.ts";
import type { Rollout } from "./trajectories.ts";
import { createEnvironmentBatch } from "./vectorise.ts";

/**
 * Chooses an action for each row.
 * @param observations - `[tasks*episodes, obs]`; valid during the call only
 * @param rngs - `[tasks*episodes]`, where each row's noise comes from
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
  const actionStreams = episodeStreams.map((stream) => stream.split("action"));
  const batch = createEnvironmentBatch(
    environment,
    tasks.flatMap((task) => new Array<Json>(episodes).fill(task)),
  );

  // Two step results take turns: what one step writes is what the next step's actions are chosen from.
  let current = allocateStepResult(rows, observationSize);
  let next = allocateStepResult(rows, observationSize);
  const actions = allocateActions(environment, rows);
  batch.reset(
    episodeStreams.map((stream) => stream.split("environment")),
    current.observations,
  );
  const live = Array.from({ length: rows }, (_, row) => row);
  live.forEach((row) => checkObservation(rollout, current.observations, row));

  for (let step = 0; step < steps && live.length > 0; step++) {
    act(current.observations, actionStreams, actions);
    for (const row of live) {
      const at = row * steps + step;
      checkAction(environment, rollout, actions, row);
      copyRow(current.observations, row, rollout.observations, at, observationSize);
      copyRow(actions, row, rollout.actions, at, actionSize);
    }
    batch.step(actions, next);
    let remaining = 0;
    for (const row of live) {
      const reward = next.rewards[row]!;
      if (!Number.isFinite(reward)) failAt(rollout, row, `reward is ${reward}`, actions);
      rollout.rewards[row * steps + step] = reward;
      lengths[row] = step + 1;
      checkObservation(rollout, next.observations, row);
      const terminated = next.terminated[row] === 1;
      if (terminated || next.truncated[row] === 1 || step + 1 === steps) {
        rollout.terminated[row] = Number(terminated);
        copyRow(next.observations, row, rollout.lastObservations, row, observationSize);
      } else {
        live[remaining++] = row;
      }
    }
    live.length = remaining;
    [current, next] = [next, current];
  }
  return rollout;
}

function allocateRollout(environment: EnvironmentFamily, tasks: number, episodes: number): Rollout {
  const steps = environment.horizon;
  checkInteger(`${environment.id}.horizon`, steps, 1);
  const observationSize = encodedSize(environment.observationSpace);
  const rows = tasks * episodes;
  return {
    tasks,
    episodes,
    steps,
    observationSize,
    actionSize: elementSize(environment.actionSpace),
    observations: new Float32Array(rows * steps * observationSize),
    actions: allocateActions(environment, rows * steps),
    rewards: new Float32Array(rows * steps),
    lengths: new Int32Array(rows),
    terminated: new Uint8Array(rows),
    lastObservations: new Float32Array(rows * observationSize),
  };
}

function allocateActions(environment: EnvironmentFamily, rows: number): Float32Array | Int32Array {
  const space = environment.actionSpace;
  return space.kind === "box" ? new Float32Array(rows * elementSize(space)) : new Int32Array(rows);
}

function allocateStepResult(rows: number, observationSize: number): BatchStepResult {
  return {
    observations: new Float32Array(rows * observationSize),
    rewards: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
  };
}

type Row = Float32Array | Int32Array;

function copyRow(from: Row, fromRow: number, to: Row, toRow: number, width: number): void {
  for (let j = 0; j < width; j++) to[toRow * width + j] = from[fromRow * width + j]!;
}

function firstNotFinite(values: Row, row: number, width: number): number | undefined {
  for (let j = row * width; j < (row + 1) * width; j++) {
    if (!Number.isFinite(values[j])) return values[j];
  }
  return undefined;
}

function checkObservation(rollout: Rollout, observations: Float32Array, row: number): void {
  const wrong = firstNotFinite(observations, row, rollout.observationSize);
  if (wrong !== undefined) failAt(rollout, row, `observation has ${wrong}`);
}

function checkAction(
  environment: EnvironmentFamily,
  rollout: Rollout,
  actions: Row,
  row: number,
): void {
  const space = environment.actionSpace;
  if (space.kind === "discrete") {
    const action = actions[row]!;
    if (!contains(space, action)) {
      failAt(rollout, row, `action must be an integer from 0 to ${space.n - 1}, got ${action}`);
    }
    return;
  }
  const wrong = firstNotFinite(actions, row, rollout.actionSize);
  if (wrong !== undefined) failAt(rollout, row, `action has ${wrong}`, actions);
}

function failAt(rollout: Rollout, row: number, what: string, actions?: Row): never {
  const { episodes, actionSize, lengths } = rollout;
  const place = `task ${Math.floor(row / episodes)}, episode ${row % episodes}, step ${lengths[row]!}`;
  const action = actions?.subarray(row * actionSize, (row + 1) * actionSize);
  const because = action === undefined ? "" : ` (action ${formatValue(action)})`;
  throw new NumericalError(`collectRollout: ${what} at ${place}${because}`);
}
