// Layer 3: a single environment made of a batch of one, so that a family written as a batch is written once.

import { EnvContractError, formatValue } from "../errors.ts";
import { allocateActions, allocateStepResult } from "./allocate.ts";
import type { Environment, EnvironmentBatch } from "./environment.ts";
import type { EnvironmentFamily, Observation } from "./environment.ts";
import { contains, formatSpace } from "./spaces.ts";

/**
 * Makes a single environment of a batch of one. Observations and rewards are float32 numbers, as the batch writes them.
 *
 * @param family - what the batch is of: its id is for errors
 * @param batch - of size 1; the environment takes ownership
 * @throws {@link EnvContractError} when stepped, if a Discrete action is no choice of its space or a Box action has
 *   another number of elements
 */
export function unbatch(
  family: Pick<EnvironmentFamily, "id" | "observationSpace" | "actionSpace">,
  batch: EnvironmentBatch,
): Environment {
  const { id, observationSpace, actionSpace } = family;
  const result = allocateStepResult(family, 1);
  const actions = allocateActions(family, 1);
  const observe = (): Observation =>
    observationSpace.kind === "box" ? result.observations.slice() : result.observations.indexOf(1);
  return {
    reset(rng) {
      batch.reset(0, rng, result.observations);
      return observe();
    },
    step(action) {
      const fits =
        actionSpace.kind === "discrete"
          ? contains(actionSpace, action)
          : typeof action !== "number" && action.length === actions.length;
      if (!fits) {
        throw new EnvContractError(
          `${id} step: action must be an element of ${formatSpace(actionSpace)}, got ${formatValue(action)}`,
        );
      }
      if (typeof action === "number") actions[0] = action;
      else actions.set(action);
      batch.step(actions, result);
      return {
        observation: observe(),
        reward: result.rewards[0]!,
        terminated: result.terminated[0] === 1,
        truncated: result.truncated[0] === 1,
      };
    },
  };
}
