// Layer 3: a family with episodes that are short enough to be played often.

import type { EnvironmentFamily } from "../environment.ts";
import { MAX_STEPS } from "../random-episode.ts";

/** Makes a family with a horizon of 1000 steps at most. */
export function shorten(family: EnvironmentFamily): EnvironmentFamily {
  const { id, observationSpace, actionSpace, horizon } = family;
  if (horizon <= MAX_STEPS) return family;
  const createBatch = family.createBatch?.bind(family);
  // Not a copy with another horizon: the family may be an instance of a class.
  return {
    id,
    observationSpace,
    actionSpace,
    horizon: MAX_STEPS,
    sampleTasks: (rng, count) => family.sampleTasks(rng, count),
    createEnvironment: (task) => family.createEnvironment(task),
    ...(createBatch && { createBatch }),
  };
}
