// Layer 3: many environments behind the one batched interface that a rollout steps.

import { EnvContractError, formatValue } from "../errors.ts";
import type { Random } from "../random.ts";
import type { Json } from "../json.ts";
import type {
  BatchStepResult,
  Environment,
  EnvironmentBatch,
  EnvironmentFamily,
  Observation,
} from "./environment.ts";
import { elementSize, encodedSize, formatSpace } from "./spaces.ts";

/**
 * Makes one environment a task, stepped together: the family's own batch where it has one, single environments
 * otherwise. Discrete observations are one-hot.
 *
 * @param tasks - `[size]`; a task that is to run several episodes in parallel occurs several times
 * @throws {@link EnvContractError} when stepped, if an observation has the wrong number of elements
 */
export function createEnvironmentBatch(
  family: EnvironmentFamily,
  tasks: readonly Json[],
): EnvironmentBatch {
  return family.createBatch?.(tasks) ?? stepOneByOne(family, tasks);
}

/**
 * Makes a batch that steps single environments one after the other, whether or not the family has a batch of its own.
 * @param tasks - `[size]`
 * @throws {@link EnvContractError} when stepped, if an observation has the wrong number of elements
 */
export function stepOneByOne(family: EnvironmentFamily, tasks: readonly Json[]): EnvironmentBatch {
  return new SingleEnvironments(family, tasks);
}

class SingleEnvironments implements EnvironmentBatch {
  readonly size: number;
  readonly #family: EnvironmentFamily;
  readonly #environments: readonly Environment[];
  /** 1 where the episode is over. */
  readonly #ended: Uint8Array;
  /** Each environment's Box action, copied so that no environment holds a view of another's. */
  readonly #actions: readonly Float32Array[];

  constructor(family: EnvironmentFamily, tasks: readonly Json[]) {
    this.size = tasks.length;
    this.#family = family;
    this.#environments = tasks.map((task) => family.createEnvironment(task));
    this.#ended = new Uint8Array(tasks.length);
    const { actionSpace } = family;
    this.#actions =
      actionSpace.kind === "box" ? tasks.map(() => new Float32Array(elementSize(actionSpace))) : [];
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#ended[row] = 0;
    this.#encode("reset", this.#environments[row]!.reset(rng), observations, row);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    for (let i = 0; i < this.size; i++) {
      if (this.#ended[i] === 1) continue;
      const step = this.#environments[i]!.step(this.#action(actions, i));
      this.#encode("step", step.observation, result.observations, i);
      result.rewards[i] = step.reward;
      result.terminated[i] = Number(step.terminated);
      result.truncated[i] = Number(step.truncated);
      this.#ended[i] = Number(step.terminated || step.truncated);
    }
  }

  #action(actions: Float32Array | Int32Array, i: number): Float32Array | number {
    if (this.#family.actionSpace.kind === "discrete") return actions[i]!;
    const action = this.#actions[i]!;
    for (let j = 0; j < action.length; j++) action[j] = actions[i * action.length + j]!;
    return action;
  }

  /** Writes an observation into row `i`. */
  #encode(where: string, observation: Observation, rows: Float32Array, i: number): void {
    const { id, observationSpace: space } = this.#family;
    const width = encodedSize(space);
    const start = i * width;
    const fits =
      space.kind === "discrete"
        ? Number.isInteger(observation) && Number(observation) >= 0 && Number(observation) < space.n
        : typeof observation !== "number" && observation.length === width;
    if (!fits) {
      throw new EnvContractError(
        `${id} ${where}: observation must be an element of ${formatSpace(space)}, got ${formatValue(observation)}`,
      );
    }
    if (typeof observation === "number") {
      rows.fill(0, start, start + width);
      rows[start + observation] = 1;
    } else {
      for (let j = 0; j < width; j++) rows[start + j] = observation[j]!;
    }
  }
}
