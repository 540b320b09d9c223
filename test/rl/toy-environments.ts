// Environments made for tests: small, exactly predictable, and with every kind of space and end.

import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { box, discrete } from "../../src/rl/spaces.ts";

/** A task of {@link walk}: after how many steps the walk ends, and how. */
export type WalkTask = { readonly length: number; readonly end: "terminated" | "truncated" };

/**
 * Adds actions up. Observes `[position, step]`, is rewarded with the action, and ends after `task.length` steps.
 * Starts at a position drawn from the episode's stream.
 */
export const walk: EnvironmentFamily<WalkTask> = {
  id: "walk@test",
  observationSpace: box({ shape: [2] }),
  actionSpace: box({ shape: [1] }),
  horizon: 6,
  sampleTasks: (rng, count) =>
    Array.from({ length: count }, () => ({ length: 1 + rng.integer(8), end: "terminated" })),
  createEnvironment({ length, end }) {
    let position = 0;
    let step = 0;
    return {
      reset(rng) {
        position = rng.uniform();
        step = 0;
        return [position, step];
      },
      step(action) {
        const move = typeof action === "number" ? NaN : (action[0] ?? NaN);
        position += move;
        step += 1;
        const ended = step === length;
        return {
          observation: [position, step],
          reward: move,
          terminated: ended && end === "terminated",
          truncated: ended && end === "truncated",
        };
      },
    };
  },
};

/** A task of {@link dial}: the choice that is rewarded. */
export type DialTask = { readonly target: number };

/** Observes its last choice, Discrete(3), and rewards one of the choices. Ends at its horizon only. */
export const dial: EnvironmentFamily<DialTask> = {
  id: "dial@test",
  observationSpace: discrete(3),
  actionSpace: discrete(3),
  horizon: 4,
  sampleTasks: (rng, count) => Array.from({ length: count }, () => ({ target: rng.integer(3) })),
  createEnvironment: ({ target }) => ({
    reset: () => 0,
    step: (action) => ({
      observation: action,
      reward: action === target ? 1 : 0,
      terminated: false,
      truncated: false,
    }),
  }),
};
