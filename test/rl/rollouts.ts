// Rollouts written down for tests.

import type { Rollout } from "../../src/rl/trajectories.ts";

/**
 * Two tasks with two episodes of at most three steps: lengths 3, 1, 2 and 3. Observations are one number, actions two.
 * The third episode is ended by the task, the others by the clock.
 */
export function createRollout(): Rollout {
  return {
    tasks: 2,
    episodes: 2,
    steps: 3,
    observationSize: 1,
    actionSize: 2,
    // prettier-ignore
    observations: new Float32Array([1, 2, 3,  4, 0, 0,  -1, 1, 0,  0.5, 0.25, 2]),
    // prettier-ignore
    actions: new Float32Array([
      1, -1, 2, -2, 3, -3,  4, -4, 0, 0, 0, 0,
      5, -5, 6, -6, 0, 0,  7, -7, 8, -8, 9, -9,
    ]),
    // prettier-ignore
    rewards: new Float32Array([1, 2, 3,  10, 0, 0,  -1, -2, 0,  0.5, 0.25, 0.25]),
    lengths: new Int32Array([3, 1, 2, 3]),
    terminated: new Uint8Array([0, 0, 1, 0]),
    lastObservations: new Float32Array([4, 5, 2, 3]),
  };
}
