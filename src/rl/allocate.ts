// Layer 3: the arrays that rollouts and batched steps write into.

import { checkInteger } from "../errors.ts";
import type { BatchStepResult, EnvironmentFamily } from "./environment.ts";
import { elementSize, encodedSize } from "./spaces.ts";
import type { Rollout } from "./trajectories.ts";

/**
 * Allocates a rollout, padded to the horizon.
 * @throws {@link ConfigError} if the horizon is not a positive integer
 */
export function allocateRollout(
  environment: EnvironmentFamily,
  tasks: number,
  episodes: number,
): Rollout {
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

/** Allocates actions. @returns `[rows, act]` of a Box action space, `[rows]` of a Discrete one */
export function allocateActions(
  { actionSpace }: Pick<EnvironmentFamily, "actionSpace">,
  rows: number,
): Float32Array | Int32Array {
  return actionSpace.kind === "box"
    ? new Float32Array(rows * elementSize(actionSpace))
    : new Int32Array(rows);
}

/** Allocates what a batch of `size` environments writes in a step. */
export function allocateStepResult(
  { observationSpace }: Pick<EnvironmentFamily, "observationSpace">,
  size: number,
): BatchStepResult {
  return {
    observations: new Float32Array(size * encodedSize(observationSpace)),
    rewards: new Float32Array(size),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
  };
}
