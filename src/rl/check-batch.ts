// Layer 3: checks that an environment's own typed-array batch equals its single environments.

import { formatValue } from "../errors.ts";
import type { Random } from "../random.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "./environment.ts";
import { elementSize, encodedSize } from "./spaces.ts";
import { drawAction, MAX_STEPS } from "./random-episode.ts";
import { stepOneByOne } from "./vectorise.ts";

/** Environments of the batch; not a power of two, so that a wrong stride shows. */
const SIZE = 7;

/** What {@link BatchStepResult} is filled with beforehand, so that an element that is not written shows. */
const UNWRITTEN = { number: NaN, flag: 255 };

/**
 * Plays the family's batch and single environments with the same streams and actions, two episodes in a row, and compares
 * them bit for bit. An environment that has ended is not looked at again.
 * @returns what is wrong; empty if nothing, or if the family has no batch of its own
 */
export function checkBatch(family: EnvironmentFamily, rng: Random): readonly string[] {
  const tasks = family.sampleTasks(rng.split("tasks"), SIZE);
  const batch = family.createBatch?.(tasks);
  if (batch === undefined) return [];
  if (batch.size !== SIZE) {
    return [
      `createBatch: size must be the number of tasks ${SIZE}, got ${formatValue(batch.size)}`,
    ];
  }
  const singles = stepOneByOne(family, tasks);
  for (let episode = 0; episode < 2; episode++) {
    const difference = findDifference(family, { batch, singles }, rng.split("episode", episode));
    if (difference !== undefined) {
      return [
        `createBatch: a batch must equal single environments, got a difference in episode ${episode}: ${difference}`,
      ];
    }
  }
  return [];
}

interface Contestants {
  readonly batch: EnvironmentBatch;
  readonly singles: EnvironmentBatch;
}

function findDifference(
  family: EnvironmentFamily,
  { batch, singles }: Contestants,
  rng: Random,
): string | undefined {
  const width = encodedSize(family.observationSpace);
  const results = [createResult(width), createResult(width)] as const;
  for (const [i, contestant] of [batch, singles].entries()) {
    for (let row = 0; row < SIZE; row++) {
      contestant.reset(row, rng.split("environment", row), results[i]!.observations);
    }
  }
  const live = new Set(Array.from({ length: SIZE }, (_, row) => row));
  const compare = (key: keyof BatchStepResult, step: string): string | undefined => {
    for (const row of live) {
      const size = key === "observations" ? width : 1;
      const [got, expected] = results.map((result) =>
        Array.from(result[key].subarray(row * size, (row + 1) * size)),
      );
      if (got!.every((element, j) => Object.is(element, expected![j]))) continue;
      return `${key} of environment ${row} after ${step} are ${formatValue(got)} and ${formatValue(expected)}`;
    }
    return undefined;
  };
  const first = compare("observations", "reset");
  if (first !== undefined) return first;

  const actionStream = rng.split("action");
  for (let step = 0; step < Math.min(family.horizon, MAX_STEPS) && live.size > 0; step++) {
    const actions = drawActions(family, actionStream);
    for (const [i, contestant] of [batch, singles].entries()) {
      const result = results[i]!;
      result.observations.fill(UNWRITTEN.number);
      result.rewards.fill(UNWRITTEN.number);
      result.terminated.fill(UNWRITTEN.flag);
      result.truncated.fill(UNWRITTEN.flag);
      contestant.step(actions.slice(), result);
    }
    for (const key of ["observations", "rewards", "terminated", "truncated"] as const) {
      const difference = compare(key, `step ${step}`);
      if (difference !== undefined) return difference;
    }
    for (const row of live) {
      if (results[1].terminated[row] === 1 || results[1].truncated[row] === 1) live.delete(row);
    }
  }
  return undefined;
}

function createResult(width: number): BatchStepResult {
  return {
    observations: new Float32Array(SIZE * width).fill(UNWRITTEN.number),
    rewards: new Float32Array(SIZE),
    terminated: new Uint8Array(SIZE),
    truncated: new Uint8Array(SIZE),
  };
}

function drawActions(family: EnvironmentFamily, rng: Random): Float32Array | Int32Array {
  const space = family.actionSpace;
  const actions = Array.from({ length: SIZE }, () => drawAction(space, rng));
  if (space.kind === "discrete") return Int32Array.from(actions, Number);
  const flat = new Float32Array(SIZE * elementSize(space));
  actions.forEach((action, i) => {
    if (typeof action !== "number") flat.set(action, i * action.length);
  });
  return flat;
}
