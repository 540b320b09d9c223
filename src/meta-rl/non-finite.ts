// Layer 4: inner steps that lead to parameters that are not finite: where they began, and how to go on without them.

import * as tf from "@tensorflow/tfjs-core";
import { NumericalError } from "../errors.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import { disposeParams, mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/** What stands in {@link NonFiniteStep.parameter} where parameters are finite, but not what happens in episodes. */
export const EPISODES = "episodes";

/**
 * Finds the tasks whose parameters are not finite.
 * @param params - each `[tasks, ...shape]`
 * @returns one element a task
 */
export function findNonFinite(
  params: Params,
  { innerStep, firstTask }: { readonly innerStep: number; readonly firstTask: number },
): readonly NonFiniteStep[] {
  const found = new Map<number, NonFiniteStep>();
  for (const [parameter, value] of Object.entries(params)) {
    const elements = value.dataSync<"float32">();
    const perTask = elements.length / value.shape[0];
    for (let at = 0; at < elements.length; at++) {
      if (Number.isFinite(elements[at])) continue;
      const row = Math.floor(at / perTask);
      if (!found.has(row)) found.set(row, { task: firstTask + row, innerStep, parameter });
      at = (row + 1) * perTask - 1; // the next task
    }
  }
  return [...found.values()].sort((a, b) => a.task - b.task);
}

/** Makes the error for the first of some steps. */
export function nonFiniteError([first]: readonly NonFiniteStep[]): NumericalError {
  const where = first && `inner step ${first.innerStep} of task ${first.task}`;
  return new NumericalError(
    `${where}: must lead to finite parameters, got ${first?.parameter} that are not; lower inner.learningRate`,
  );
}

/**
 * Puts some tasks' parameters back to what they were.
 *
 * @param adapted - each `[tasks, ...shape]`; freed
 * @param before - each `[tasks, ...shape]` or `[1, ...shape]`
 * @param rows - of the tasks to put back, along the `tasks` axis
 * @returns each `[tasks, ...shape]`; the caller owns them
 */
export function putBack(adapted: Params, before: Params, rows: readonly number[]): Params {
  const result = tf.tidy(() =>
    mapParams(adapted, (value, name) => {
      const keeps = Array.from({ length: value.shape[0] }, (_, row) => !rows.includes(row));
      const mask = tf.reshape(tf.tensor1d(keeps, "bool"), [
        -1,
        ...value.shape.slice(1).map(() => 1),
      ]);
      return tf.where(
        tf.broadcastTo(mask, value.shape),
        value,
        tf.broadcastTo(before[name]!, value.shape),
      );
    }),
  );
  disposeParams(adapted);
  return result;
}
