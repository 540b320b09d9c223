// Layer 3: what the wrappers of actions share: each element of a Box action becomes another before it arrives.

import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import type { Box } from "../spaces.ts";
import { createEnvironmentBatch } from "../vectorise.ts";
import { wrapFamily } from "./wrap-family.ts";

/** How actions change. */
export interface ActionMap {
  /** What the id is extended by. */
  readonly suffix: string;
  /** Where the policy acts; as many elements as inside. */
  readonly space: Box;
  /** What element `index` of the action becomes. */
  readonly map: (element: number, index: number) => number;
}

/**
 * Makes a family whose environments see other actions than the policy chose. What the best policy earns is the same, as
 * the actions of the space reach all those of the space inside.
 */
export function mapActions<Task extends Json>(
  family: EnvironmentFamily<Task>,
  { suffix, space, map }: ActionMap,
): EnvironmentFamily<Task> {
  return wrapFamily(family, {
    suffix,
    actionSpace: space,
    createBatch: (tasks) => new MappedActions(createEnvironmentBatch(family, tasks), space, map),
    optimalReturn: (inner) => inner,
    unwrap: (episode) => [
      {
        ...episode,
        actions: episode.actions.map((action) => action.map((x, i) => Math.fround(map(x, i)))),
      },
    ],
  });
}

class MappedActions implements EnvironmentBatch {
  readonly size: number;
  readonly #inner: EnvironmentBatch;
  readonly #map: ActionMap["map"];
  /** `[size, act]`, what the batch inside is given. */
  readonly #actions: Float32Array;
  readonly #width: number;

  constructor(inner: EnvironmentBatch, space: Box, map: ActionMap["map"]) {
    this.size = inner.size;
    this.#inner = inner;
    this.#map = map;
    this.#width = space.low.length;
    this.#actions = new Float32Array(inner.size * this.#width);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#inner.reset(row, rng, observations);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const mapped = this.#actions;
    const map = this.#map;
    const width = this.#width;
    for (let at = 0, row = 0; row < this.size; row++) {
      for (let j = 0; j < width; j++, at++) mapped[at] = map(actions[at]!, j);
    }
    this.#inner.step(mapped, result);
  }
}
