// Layer 3: no baseline.

import type { BaselineValues } from "./baseline.ts";
import type { Rollout } from "../trajectories.ts";

/** Predicts 0 for every return, so that advantages with λ = 1 are returns. */
export function zeroBaseline({ rollout }: { readonly rollout: Rollout }): BaselineValues {
  const { tasks, episodes, steps } = rollout;
  return {
    values: new Float64Array(tasks * episodes * steps),
    finalValues: () => new Float64Array(tasks * episodes),
  };
}
