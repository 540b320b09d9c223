// Layer 3: what a baseline is: a way to predict the returns of a rollout from what was observed.

import type { Rollout } from "../trajectories.ts";

/** What a baseline predicts. */
export interface BaselineValues {
  /** `[tasks, episodes, steps]`, of the return from each step on; on padding it may hold anything. */
  readonly values: Float64Array;
  /** Predicts the return from the last observation of each episode on. @returns `[tasks, episodes]` */
  readonly finalValues: () => Float64Array;
}

/**
 * Predicts returns. All tasks of a rollout are predicted in one call, each from its own data.
 *
 * @param data - a rollout and the returns of its steps, `[tasks, episodes, steps]`, in the units in which they are to be
 *   predicted
 */
export type Baseline = (data: {
  readonly rollout: Rollout;
  readonly returns: Float64Array;
}) => BaselineValues;
