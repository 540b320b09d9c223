// Environments made for tests: small, deterministic but for the policy's noise, and solved by one inner step.

import { box, discrete } from "../../src/rl/spaces.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";

/** The action to take is the task itself, which the observation does not show. */
export type TargetTask = { readonly target: number };

/** Continuous: reward -(a - target)², target ±1, three steps. */
export const hitTarget: EnvironmentFamily<TargetTask> = {
  id: "hit-target@test",
  observationSpace: box({ low: 0, high: 1, shape: [1] }),
  actionSpace: box({ shape: [1] }),
  horizon: 3,
  sampleTasks: (rng, count) =>
    Array.from({ length: count }, () => ({ target: rng.integer(2) === 0 ? -1 : 1 })),
  createEnvironment: ({ target }) => ({
    reset: () => [1],
    step: (action) => ({
      observation: [1],
      reward: -(((action as ArrayLike<number>)[0]! - target) ** 2),
      terminated: false,
      truncated: false,
    }),
  }),
};

/** Discrete: reward 1 for the one choice of three that is the task's, two steps. */
export const pickTarget: EnvironmentFamily<TargetTask> = {
  id: "pick-target@test",
  observationSpace: box({ low: 0, high: 1, shape: [1] }),
  actionSpace: discrete(3),
  horizon: 2,
  sampleTasks: (rng, count) => Array.from({ length: count }, () => ({ target: rng.integer(3) })),
  createEnvironment: ({ target }) => ({
    reset: () => [1],
    step: (action) => ({
      observation: [1],
      reward: action === target ? 1 : 0,
      terminated: false,
      truncated: false,
    }),
  }),
};
