import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { navigation } from "../../envs/navigation.ts";
import { NumericalError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import type { EnvironmentFamily, StepResult } from "../../src/rl/environment.ts";
import { collectRollout } from "../../src/rl/rollout.ts";
import type { Act, RolloutOptions } from "../../src/rl/rollout.ts";
import type { Rollout } from "../../src/rl/trajectories.ts";
import { dial, walk } from "./toy-environments.ts";
import type { WalkTask } from "./toy-environments.ts";

/** Each action is a fresh normal number. */
const wander: Act = (_observations, rngs, actions) => {
  const size = actions.length / rngs.length;
  for (let i = 0; i < actions.length; i++) {
    actions[i] = rngs[Math.floor(i / size)]?.normal() ?? NaN;
  }
};

/** Always the last of three choices. */
const chooseLast: Act = (_observations, _rngs, actions) => {
  actions.fill(2);
};

function walkOptions(tasks: readonly WalkTask[], episodesPerTask: number): RolloutOptions {
  const root = createRandom(1);
  return {
    environment: walk,
    tasks,
    episodesPerTask,
    act: wander,
    streams: (task, episode) => root.split("task", task, "episode", episode),
  };
}

/** The walk with some step replaced. */
function brokenWalk(
  change: (step: StepResult) => StepResult,
  at: number,
): EnvironmentFamily<WalkTask> {
  return {
    ...walk,
    createEnvironment(task) {
      const inner = walk.createEnvironment(task);
      let steps = 0;
      return {
        reset: (rng) => inner.reset(rng),
        step: (action) => (steps++ === at ? change(inner.step(action)) : inner.step(action)),
      };
    },
  };
}

describe("collectRollout", () => {
  const tasks: readonly WalkTask[] = [
    { length: 2, end: "terminated" },
    { length: 3, end: "truncated" },
    { length: 100, end: "terminated" }, // longer than the horizon of 6
  ];

  it("equals stepping each environment by itself", () => {
    const options = walkOptions(tasks, 2);
    const rollout = collectRollout(options);
    expect(rollout).toMatchObject({
      tasks: 3,
      episodes: 2,
      steps: 6,
      observationSize: 2,
      actionSize: 1,
    });
    tasks.forEach((task, t) => {
      for (let e = 0; e < 2; e++) {
        const row = t * 2 + e;
        const stream = options.streams(t, e);
        const noise = stream.split("action");
        const environment = walk.createEnvironment(task);
        let observation = environment.reset(stream.split("environment"));
        for (let step = 0; step < 6; step++) {
          const at = row * 6 + step;
          const seen = Array.from(rollout.observations.subarray(at * 2, at * 2 + 2));
          if (step >= task.length) {
            expect([...seen, rollout.actions[at], rollout.rewards[at]]).toEqual([0, 0, 0, 0]);
            continue;
          }
          const action = Math.fround(noise.normal());
          expect(seen).toEqual(Array.from(observation as number[], Math.fround));
          expect(rollout.actions[at]).toBe(action);
          const result = environment.step([action]);
          expect(rollout.rewards[at]).toBe(Math.fround(result.reward));
          observation = result.observation;
        }
        expect(Array.from(rollout.lastObservations.subarray(row * 2, row * 2 + 2))).toEqual(
          Array.from(observation as number[], Math.fround),
        );
      }
    });
  });

  it("records lengths and tells an end of the task from one of the clock", () => {
    const { lengths, terminated } = collectRollout(walkOptions(tasks, 2));
    expect(Array.from(lengths)).toEqual([2, 2, 3, 3, 6, 6]);
    expect(Array.from(terminated)).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it("stops as soon as all episodes have ended", () => {
    let calls = 0;
    const act: Act = (...args) => {
      calls += 1;
      wander(...args);
    };
    collectRollout({ ...walkOptions(tasks.slice(0, 2), 4), act });
    expect(calls).toBe(3);
  });

  it("records choices of a Discrete action space as integers and one-hot observations", () => {
    const root = createRandom(0);
    const rollout = collectRollout({
      environment: dial,
      tasks: [{ target: 2 }],
      episodesPerTask: 1,
      act: chooseLast,
      streams: (task, episode) => root.split(task, episode),
    });
    expect(rollout.actions).toEqual(new Int32Array([2, 2, 2, 2]));
    expect(Array.from(rollout.observations.subarray(0, 6))).toEqual([1, 0, 0, 0, 0, 1]);
    expect(Array.from(rollout.rewards)).toEqual([1, 1, 1, 1]);
    expect(Array.from(rollout.lastObservations)).toEqual([0, 0, 1]);
  });

  it("gives an episode that does not depend on the others beside it", () => {
    const episodeOf = (
      { steps, observations, actions, rewards }: Rollout,
      row: number,
    ): number[] => [
      ...observations.subarray(row * steps * 2, (row + 1) * steps * 2),
      ...actions.subarray(row * steps, (row + 1) * steps),
      ...rewards.subarray(row * steps, (row + 1) * steps),
    ];
    const taskOf = fc.record({
      length: fc.integer({ min: 1, max: 8 }),
      end: fc.constantFrom("terminated" as const, "truncated" as const),
    });
    fc.assert(
      fc.property(
        fc.array(taskOf, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (some, episodes) => {
          const together = collectRollout(walkOptions(some, episodes));
          const alone = collectRollout(walkOptions(some.slice(0, 1), 1));
          expect(episodeOf(together, 0)).toEqual(episodeOf(alone, 0));
          expect(collectRollout(walkOptions(some, episodes))).toEqual(together);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(navigation)("collects $id", (environment) => {
    const root = createRandom(0);
    const rollout = collectRollout({
      environment,
      tasks: environment.sampleTasks(root.split("tasks"), 3),
      episodesPerTask: 2,
      act: wander,
      streams: (task, episode) => root.split("task", task, "episode", episode),
    });
    expect(rollout.observations.every(Number.isFinite)).toBe(true);
    expect(Math.max(...rollout.rewards)).toBeLessThanOrEqual(0);
    expect(Math.min(...rollout.lengths)).toBeGreaterThan(0);
  });

  it("names the place of a reward that is not finite", () => {
    const environment = brokenWalk((step) => ({ ...step, reward: NaN }), 1);
    const steady: Act = (_observations, _rngs, actions) => {
      actions.fill(0.5);
    };
    expect(() => collectRollout({ ...walkOptions(tasks, 2), environment, act: steady })).toThrow(
      new NumericalError(
        "collectRollout: reward is NaN at task 0, episode 0, step 1 (action [0.5])",
        { tasks: [0, 1, 2] },
      ),
    );
  });

  it("names the place of an observation that is not finite", () => {
    const environment = brokenWalk((step) => ({ ...step, observation: [0, Infinity] }), 1);
    expect(() => collectRollout({ ...walkOptions(tasks, 2), environment })).toThrow(
      "collectRollout: observation has Infinity at task 0, episode 0, step 2",
    );
  });

  it("names the place of an action that is not finite", () => {
    let step = 0;
    const act: Act = (_observations, _rngs, actions) => {
      actions.fill(0);
      if (step++ === 2) actions[5] = NaN; // task 2, episode 1: the first two tasks' episodes differ in length
    };
    expect(() => collectRollout({ ...walkOptions(tasks, 2), act })).toThrow(
      "collectRollout: action has NaN at task 2, episode 1, step 2 (action [NaN])",
    );
  });

  it("rejects a choice that a Discrete action space does not have", () => {
    const root = createRandom(0);
    const options: RolloutOptions = {
      environment: dial,
      tasks: [{ target: 2 }],
      episodesPerTask: 1,
      act: (_observations, _rngs, actions) => void actions.fill(3),
      streams: (task, episode) => root.split(task, episode),
    };
    expect(() => collectRollout(options)).toThrow(
      "collectRollout: action must be an integer from 0 to 2, got 3 at task 0, episode 0, step 0",
    );
  });

  it("rejects empty batches", () => {
    expect(() => collectRollout(walkOptions([], 2))).toThrow(
      "collectRollout.tasks.length: must be an integer >= 1, got 0",
    );
    expect(() => collectRollout(walkOptions(tasks, 0))).toThrow(
      "collectRollout.episodesPerTask: must be an integer >= 1, got 0",
    );
  });
});
