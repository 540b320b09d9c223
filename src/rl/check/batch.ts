// Layer 3: the rule that an environment's own typed-array batch equals its single environments.

import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import { allocateStepResult } from "../allocate.ts";
import type { Json } from "../../json.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import { drawAction, MAX_STEPS } from "../random-episode.ts";
import { elementSize, encodedSize } from "../spaces.ts";
import { stepOneByOne } from "../vectorise.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";

/** A batch steps, and starts episodes, exactly as single environments do. */
export const batchRule: EnvironmentRule = {
  name: "steps a batch as it steps single environments",
  isEssential: true,
  check: checkBatch,
};

/** Environments of the batch; not a power of two, so that a wrong stride shows. */
const SIZE = 7;

/** Steps of the batch: so many horizons, which is where rows are reset at different times, but no fewer than these. */
const HORIZONS = 3;
const MIN_STEPS = 24;

/** How likely a row is reset before a step: in mid-episode, and once it has ended. */
const RESET = { live: 1 / 16, ended: 1 / 2 };

/** What {@link BatchStepResult} is filled with beforehand, so that an element that is not written shows. */
const UNWRITTEN = { number: NaN, flag: 255 };

/**
 * Plays the family's batch and single environments with the same streams and actions, and compares them bit for bit.
 * Rows are reset at times of their own. One that has ended is stepped on, but not looked at until it is reset.
 */
function checkBatch(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const tasks = family.sampleTasks(rng.split("tasks"), SIZE);
  const texts = JSON.stringify(tasks);
  const batch = family.createBatch?.(tasks);
  if (batch === undefined) return [];
  if (batch.size !== SIZE) {
    const size = formatValue(batch.size);
    return [finding(`createBatch: size must be the number of tasks ${SIZE}, got ${size}`)];
  }
  const message = new BatchComparison(family, tasks, batch).run(rng);
  if (message !== undefined) return [finding(message)];
  if (JSON.stringify(tasks) === texts) return [];
  return [
    finding(`createBatch: tasks must not be changed, got ${formatValue(tasks)} from ${texts}`),
  ];
}

class BatchComparison {
  readonly #family: EnvironmentFamily;
  readonly #batch: EnvironmentBatch;
  readonly #singles: EnvironmentBatch;
  /** Other tasks in another batch, stepped in between: what batches share shows. */
  readonly #others: EnvironmentBatch;
  readonly #width: number;
  /** Steps of each row's episode so far; -1 while there is none. */
  readonly #ages = new Int32Array(SIZE).fill(-1);
  readonly #expected: BatchStepResult;
  readonly #scratch: BatchStepResult;
  /** The batch writes into two results in turns, as a rollout has it do. */
  #got: BatchStepResult;
  #spare: BatchStepResult;

  constructor(family: EnvironmentFamily, tasks: readonly Json[], batch: EnvironmentBatch) {
    this.#family = family;
    this.#batch = batch;
    this.#singles = stepOneByOne(family, tasks);
    this.#others = family.createBatch!(tasks.toReversed());
    this.#width = encodedSize(family.observationSpace);
    const create = (): BatchStepResult => {
      const result = allocateStepResult(family, SIZE);
      result.observations.fill(UNWRITTEN.number);
      return result;
    };
    this.#got = create();
    this.#spare = create();
    this.#expected = create();
    this.#scratch = create();
  }

  /** @returns what is wrong; undefined if nothing */
  run(rng: Random): string | undefined {
    const { horizon } = this.#family;
    const steps = Math.min(Math.max(HORIZONS * horizon, MIN_STEPS), MAX_STEPS);
    for (let row = 0; row < SIZE; row++) {
      const message = this.#reset(row, () => rng.split("first", row), "at first");
      if (message !== undefined) return message;
      this.#others.reset(row, rng.split("other", row), this.#scratch.observations);
    }
    const chances = rng.split("reset");
    const actions = rng.split("action");
    for (let step = 0; step < steps; step++) {
      const message =
        this.#step(drawActions(this.#family, actions), `step ${step}`) ??
        this.#resetSome(chances, rng.split("step", step), step);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  #reset(row: number, stream: () => Random, when: string): string | undefined {
    const before = this.#got.observations.slice();
    this.#batch.reset(row, stream(), this.#got.observations);
    this.#singles.reset(row, stream(), this.#expected.observations);
    this.#ages[row] = 0;
    const start = row * this.#width;
    const changed = this.#got.observations.findIndex(
      (element, i) => (i < start || i >= start + this.#width) && !Object.is(element, before[i]),
    );
    if (changed >= 0) {
      const other = Math.floor(changed / this.#width);
      return `createBatch: reset must write the observation of its own row alone, got another observation of row ${other} from the reset of row ${row} ${when}`;
    }
    return this.#compare("observations", `the reset of row ${row} ${when}`);
  }

  #step(actions: Float32Array | Int32Array, when: string): string | undefined {
    [this.#got, this.#spare] = [this.#spare, this.#got];
    for (const result of [this.#got, this.#expected]) {
      result.observations.fill(UNWRITTEN.number);
      result.rewards.fill(UNWRITTEN.number);
      result.terminated.fill(UNWRITTEN.flag);
      result.truncated.fill(UNWRITTEN.flag);
    }
    const given = actions.slice();
    this.#others.step(actions.toReversed(), this.#scratch);
    this.#batch.step(given, this.#got);
    if (!given.every((action, i) => Object.is(action, actions[i]))) {
      return `createBatch: step must not change actions, got ${formatValue(given)} from ${formatValue(actions)} at ${when}`;
    }
    this.#singles.step(actions, this.#expected);
    for (const key of ["observations", "rewards", "terminated", "truncated"] as const) {
      const message = this.#compare(key, when);
      if (message !== undefined) return message;
    }
    for (let row = 0; row < SIZE; row++) {
      if (this.#ages[row]! < 0) continue;
      this.#ages[row]!++;
      const { terminated, truncated } = this.#expected;
      if (terminated[row] === 1 || truncated[row] === 1) this.#ages[row] = -1;
    }
    return undefined;
  }

  /** Resets rows at the horizon, some of those that have ended, and now and then one in mid-episode. */
  #resetSome(chances: Random, rng: Random, step: number): string | undefined {
    for (let row = 0; row < SIZE; row++) {
      const age = this.#ages[row]!;
      const isLate = age >= this.#family.horizon;
      if (!(chances.uniform() < (age < 0 ? RESET.ended : RESET.live)) && !isLate) continue;
      const message = this.#reset(row, () => rng.split("row", row), `after step ${step}`);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  /** Compares rows that have not ended. */
  #compare(key: keyof BatchStepResult, when: string): string | undefined {
    const size = key === "observations" ? this.#width : 1;
    for (let row = 0; row < SIZE; row++) {
      if (this.#ages[row]! < 0) continue;
      const [got, expected] = [this.#got, this.#expected].map((result) =>
        Array.from(result[key].subarray(row * size, (row + 1) * size)),
      );
      if (got!.every((element, j) => Object.is(element, expected![j]))) continue;
      return `createBatch: a batch must equal single environments, got ${key} ${formatValue(got)} and ${formatValue(expected)} of row ${row} after ${when}`;
    }
    return undefined;
  }
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
