// Layer 3: the task as a part of the observation, for policies that are to know it.

import { EnvContractError, formatValue } from "../../errors.ts";
import { createRandom } from "../../random.ts";
import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import { box, encodedSize } from "../spaces.ts";
import { createEnvironmentBatch } from "../vectorise.ts";
import { encodedBounds, recordedObservation } from "./encoded-observations.ts";
import { taskNumbers } from "./task-numbers.ts";
import { wrapFamily } from "./wrap-family.ts";

/**
 * Extends each observation by all numbers of the task, in the order of its JSON; a boolean is 0 or 1. A policy then needs
 * no adaptation: its return bounds what adapting can reach.
 *
 * A Discrete observation becomes one-hot. Which numbers a task has is learned from one that is drawn from a stream that
 * nothing else draws from, and all others must have the same.
 *
 * @throws {@link ConfigError} if tasks hold a string or null
 * @throws {@link EnvContractError} if no task can be drawn; when an environment is made, if its task has other numbers
 */
export function observeTask<Task extends Json>(
  family: EnvironmentFamily<Task>,
): EnvironmentFamily<Task> {
  const { id, observationSpace } = family;
  const where = `observeTask: ${id}`;
  const example = family.sampleTasks(createRandom(0).split("observe-task"), 1)[0];
  if (example === undefined) {
    throw new EnvContractError(`${where}: sampleTasks(rng, 1) must return 1 task, got 0`);
  }
  const paths = taskNumbers(where, example).map(({ path }) => path);
  const readTask = (task: Task): Float32Array => {
    const numbers = taskNumbers(where, task);
    if (numbers.length !== paths.length || numbers.some(({ path }, i) => path !== paths[i])) {
      const found = numbers.map(({ path }) => path);
      throw new EnvContractError(
        `${where}: every task must have the numbers ${formatValue(paths)}, got ${formatValue(found)}`,
      );
    }
    return Float32Array.from(numbers, ({ value }) => value);
  };
  const { low, high } = encodedBounds(observationSpace);
  const unbounded = new Array<number>(paths.length);
  const width = encodedSize(observationSpace);
  return wrapFamily(family, {
    suffix: "-task-observed",
    observationSpace: box({
      low: [...low, ...unbounded.fill(-Infinity)],
      high: [...high, ...unbounded.fill(Infinity)],
    }),
    createBatch: (tasks) => {
      // A task that several environments play is read once.
      const read = new Map<Task, Float32Array>();
      for (const task of tasks) read.set(task, read.get(task) ?? readTask(task));
      const rows = tasks.map((task) => read.get(task) as Float32Array);
      return new ObservedTasks(createEnvironmentBatch(family, tasks), width, rows);
    },
    optimalReturn: (inner) => inner,
    unwrap: (episode) => [
      {
        ...episode,
        observations: episode.observations.map((row) =>
          recordedObservation(observationSpace, row.slice(0, width)),
        ),
      },
    ],
    observesTask: true,
  });
}

class ObservedTasks implements EnvironmentBatch {
  readonly size: number;
  readonly #inner: EnvironmentBatch;
  /** The numbers that the batch inside observes. */
  readonly #width: number;
  /** `[size]`, the numbers of each row's task. */
  readonly #tasks: readonly Float32Array[];
  /** `[size, obs]`, as the batch inside writes them. */
  readonly #observations: Float32Array;

  constructor(inner: EnvironmentBatch, width: number, tasks: readonly Float32Array[]) {
    this.size = inner.size;
    this.#inner = inner;
    this.#width = width;
    this.#tasks = tasks;
    this.#observations = new Float32Array(inner.size * width);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#inner.reset(row, rng, this.#observations);
    this.#extend(row, observations);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const { rewards, terminated, truncated } = result;
    const observations = this.#observations;
    this.#inner.step(actions, { observations, rewards, terminated, truncated });
    for (let row = 0; row < this.size; row++) this.#extend(row, result.observations);
  }

  /** Writes what the batch inside observed in a row, and the row's task behind it. */
  #extend(row: number, observations: Float32Array): void {
    const task = this.#tasks[row]!;
    const width = this.#width;
    const to = row * (width + task.length);
    for (let j = 0; j < width; j++) observations[to + j] = this.#observations[row * width + j]!;
    for (let j = 0; j < task.length; j++) observations[to + width + j] = task[j]!;
  }
}
