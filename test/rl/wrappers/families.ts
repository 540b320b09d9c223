// Environments and players for tests of wrappers.

import { createRandom } from "../../../src/random.ts";
import type { Json } from "../../../src/json.ts";
import type { EnvironmentFamily, Trajectory } from "../../../src/rl/environment.ts";
import { box, discrete } from "../../../src/rl/spaces.ts";

/** A task of {@link dice}: the face that ends an episode. */
export type DiceTask = { readonly last: number };

/**
 * Rolls a die of three faces and observes the face; is rewarded with a number from the stream, or half of it if the action
 * is not the parity of `last`. The MDP ends with the face `last`, a clock of its own with face 0 after three steps, and
 * the horizon after five.
 */
export const dice: EnvironmentFamily<DiceTask> = {
  id: "dice@test",
  observationSpace: discrete(3),
  actionSpace: discrete(2),
  horizon: 5,
  sampleTasks: (rng, count) => Array.from({ length: count }, () => ({ last: rng.integer(3) })),
  createEnvironment({ last }) {
    let stream = createRandom(0);
    let step = 0;
    return {
      reset(rng) {
        stream = rng;
        step = 0;
        return stream.integer(3);
      },
      step(action) {
        step++;
        const reward = (action === last % 2 ? 1 : 0.5) * stream.uniform();
        const face = stream.integer(3);
        const terminated = face === last;
        return {
          observation: face,
          reward,
          terminated,
          truncated: !terminated && face === 0 && step === 3,
        };
      },
    };
  },
};

/** A task of {@link sled}: the slope of the ground. */
export type SledTask = { readonly slope: number };

/**
 * Moves in a plane by the action, which it does not clip, and is rewarded with the slope times the move along x. Observes
 * its position, which starts anywhere in the unit square.
 */
export const sled: EnvironmentFamily<SledTask> = {
  id: "sled@test",
  observationSpace: box({ low: [-100, -Infinity], high: [100, Infinity] }),
  actionSpace: box({ low: [-1, 2], high: [1, 6] }),
  horizon: 4,
  plane: { axes: [0, 1], range: [-2, 2], goal: ({ slope }) => [slope, 1] },
  observesTask: false,
  sampleTasks: (rng, count) =>
    Array.from({ length: count }, () => ({ slope: rng.uniform() - 0.5 })),
  optimalReturn: ({ slope }) => 4 * Math.abs(slope),
  render: renderJson,
  createEnvironment({ slope }) {
    let position = [0, 0];
    return {
      reset(rng) {
        position = [rng.uniform(), rng.uniform()];
        return position;
      },
      step(action) {
        const [x, y] = Array.from(action as ArrayLike<number>);
        position = [(position[0] ?? NaN) + (x ?? NaN), (position[1] ?? NaN) + (y ?? NaN)];
        return {
          observation: position,
          reward: slope * (x ?? NaN),
          terminated: false,
          truncated: false,
        };
      },
    };
  },
};

/** What a single environment showed: the first observation, then a record a step. */
export interface Play {
  readonly first: readonly number[];
  readonly steps: readonly {
    readonly observation: readonly number[];
    readonly reward: number;
    readonly terminated: boolean;
    readonly truncated: boolean;
  }[];
}

/** Plays one episode with given actions until they are used up or the environment reports an end. */
export function play<Task extends Json>(
  family: EnvironmentFamily<Task>,
  {
    task,
    actions,
    seed = 0,
  }: {
    readonly task: Task;
    readonly actions: readonly (readonly number[] | number)[];
    readonly seed?: number;
  },
): Play {
  const environment = family.createEnvironment(task);
  const list = (values: ArrayLike<number> | number): readonly number[] =>
    typeof values === "number" ? [values] : Array.from(values);
  const first = list(environment.reset(createRandom(seed)));
  const steps: Play["steps"][number][] = [];
  for (const action of actions) {
    const { observation, reward, terminated, truncated } = environment.step(action);
    steps.push({ observation: list(observation), reward, terminated, truncated });
    if (terminated || truncated) break;
  }
  return { first, steps };
}

/** What was played, as the record that a picture is made of. */
export function toTrajectory(
  { first, steps }: Play,
  actions: readonly (readonly number[] | number)[],
): Trajectory {
  return {
    observations: [first, ...steps.map(({ observation }) => observation)],
    actions: actions.slice(0, steps.length).map((a) => (typeof a === "number" ? [a] : a)),
    rewards: steps.map(({ reward }) => reward),
    terminated: steps.at(-1)?.terminated === true,
  };
}

/** Pictures episodes as they are, as JSON. */
export function renderJson(task: Json, episodes: readonly Trajectory[]): string {
  return JSON.stringify({ task, episodes });
}

/** The episodes that a family's `render` was given, of one that has {@link renderJson}. */
export function renderedEpisodes<Task extends Json>(
  family: EnvironmentFamily<Task>,
  task: Task,
  episodes: readonly Trajectory[],
): readonly Trajectory[] {
  const picture = JSON.parse(family.render?.(task, episodes) ?? "null") as {
    episodes: readonly Trajectory[];
  };
  return picture.episodes;
}
