// Plays single environments with continuous actions, for tests of families in a plane.

import { createRandom } from "../../src/random.ts";
import type { Json } from "../../src/json.ts";
import type { EnvironmentFamily, Trajectory } from "../../src/rl/environment.ts";

/** Chooses an action from what was observed. */
export type Choose = (observation: readonly number[], step: number) => readonly number[];

/** What is played, and for how long. */
export interface PlayOptions<Task extends Json> {
  readonly task: Task;
  readonly choose: Choose;
  /** @defaultValue the horizon */
  readonly steps?: number;
  /** Of the episode's stream. @defaultValue 0 */
  readonly seed?: number;
}

/** Plays one episode, until it ends by itself or `steps` are over. */
export function play<Task extends Json>(
  family: EnvironmentFamily<Task>,
  { task, choose, steps = family.horizon, seed = 0 }: PlayOptions<Task>,
): Trajectory {
  const environment = family.createEnvironment(task);
  const observations = [toArray(environment.reset(createRandom(seed)))];
  const actions: (readonly number[])[] = [];
  const rewards: number[] = [];
  let terminated = false;
  for (let step = 0; step < steps && !terminated; step++) {
    const action = choose(observations[step]!, step);
    const result = environment.step(action);
    actions.push(action);
    observations.push(toArray(result.observation));
    rewards.push(result.reward);
    terminated = result.terminated;
    if (result.truncated) throw new Error("a family without a clock of its own was truncated");
  }
  return { observations, actions, rewards, terminated };
}

/** Plays a list of actions. */
export function playActions<Task extends Json>(
  family: EnvironmentFamily<Task>,
  task: Task,
  actions: readonly (readonly number[])[],
): Trajectory {
  return play(family, { task, steps: actions.length, choose: (_, step) => actions[step]! });
}

/** Adds up. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}

function toArray(observation: ArrayLike<number> | number): readonly number[] {
  if (typeof observation === "number") throw new Error("a Box observation was expected");
  return Array.from(observation);
}
