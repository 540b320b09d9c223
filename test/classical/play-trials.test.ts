import { describe, expect, it } from "vitest";
import type { Agent, CreateAgent, Transition } from "../../src/classical/agent.ts";
import { playTrials } from "../../src/classical/play-trials.ts";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { discrete } from "../../src/rl/spaces.ts";
import { dial, walk } from "../rl/toy-environments.ts";

/** A corridor of 3 places: action 1 goes on, and the episode ends at the last place. Truncated after 4 steps. */
const corridor: EnvironmentFamily<{ readonly reward: number }> = {
  id: "corridor@test",
  observationSpace: discrete(3),
  actionSpace: discrete(2),
  horizon: 4,
  sampleTasks: (rng, count) => Array.from({ length: count }, () => ({ reward: rng.integer(9) })),
  createEnvironment({ reward }) {
    let place = 0;
    return {
      reset: () => (place = 0),
      step(action) {
        place += Number(action);
        const terminated = place === 2;
        return {
          observation: place,
          reward: terminated ? reward : 0,
          terminated,
          truncated: false,
        };
      },
    };
  },
};

/** Plays given actions, and notes down what it is told. */
function scripted(actions: readonly number[], told: Transition[]): CreateAgent {
  return () => {
    let next = 0;
    return {
      act: () => actions[next++] ?? 0,
      learn: (transition) => {
        told.push({ ...transition });
      },
    };
  };
}

describe("playTrials", () => {
  it("plays the episodes of a task one after the other with one agent", () => {
    const told: Transition[] = [];
    // The first episode ends at the last place, the second by the clock.
    const rollout = playTrials({
      environment: corridor,
      tasks: [{ reward: 7 }],
      episodes: 2,
      createAgent: scripted([1, 1, 0, 1, 0, 0], told),
      streams: () => createRandom(1),
    });
    expect(told).toEqual([
      { state: 0, action: 1, reward: 0, nextState: 1, ended: false },
      { state: 1, action: 1, reward: 7, nextState: 2, ended: true },
      { state: 0, action: 0, reward: 0, nextState: 0, ended: false },
      { state: 0, action: 1, reward: 0, nextState: 1, ended: false },
      { state: 1, action: 0, reward: 0, nextState: 1, ended: false },
      { state: 1, action: 0, reward: 0, nextState: 1, ended: true },
    ]);
    expect(Array.from(rollout.lengths)).toEqual([2, 4]);
    expect(Array.from(rollout.terminated)).toEqual([1, 0]);
    expect(Array.from(rollout.actions)).toEqual([1, 1, 0, 0, 0, 1, 0, 0]);
    expect(Array.from(rollout.rewards)).toEqual([0, 7, 0, 0, 0, 0, 0, 0]);
    // One-hot states before each step, zeros after an episode's end; and the last states.
    expect(Array.from(rollout.observations)).toEqual(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]
        .concat([
          [1, 0, 0],
          [1, 0, 0],
          [0, 1, 0],
          [0, 1, 0],
        ])
        .flat(),
    );
    expect(Array.from(rollout.lastObservations)).toEqual([0, 0, 1, 0, 1, 0]);
  });

  it("plays each trial as it would alone, whichever others are played beside it", () => {
    const tasks = corridor.sampleTasks(createRandom(2), 5);
    const createAgent: CreateAgent = ({ rng }): Agent => ({
      act: () => rng.integer(2),
      learn: () => undefined,
    });
    const play = (numbers: readonly number[]): readonly number[] =>
      Array.from(
        playTrials({
          environment: corridor,
          tasks: numbers.map((number) => tasks[number]!),
          episodes: 3,
          createAgent,
          streams: (task) => createRandom(3).split(numbers[task]!),
        }).rewards,
      );
    expect(play([0, 1, 2, 3, 4])).toEqual([0, 1, 2, 3, 4].flatMap((number) => play([number])));
  });

  it("gives the agent the task, and a stream that the environment does not draw from", () => {
    const starts: { readonly task: unknown; readonly draw: number }[] = [];
    playTrials({
      environment: dial,
      tasks: [{ target: 2 }],
      episodes: 1,
      createAgent: ({ task, rng }) => {
        starts.push({ task, draw: rng.uniform() });
        return { act: () => 0, learn: () => undefined };
      },
      streams: () => createRandom(4),
    });
    const draw = createRandom(4).split("agent").uniform();
    expect(starts).toEqual([{ task: { target: 2 }, draw }]);
  });

  it("rejects environments whose spaces are not Discrete", () => {
    const play = (): unknown =>
      playTrials({
        environment: walk,
        tasks: [{ length: 2, end: "terminated" }],
        episodes: 1,
        createAgent: scripted([], []),
        streams: () => createRandom(1),
      });
    expect(play).toThrow(
      new ConfigError(
        "playTrials: spaces of walk@test must be Discrete, got Box(-Infinity, Infinity, [2])",
      ),
    );
  });

  it("rejects trials without tasks or episodes", () => {
    const options = {
      environment: dial,
      tasks: [{ target: 1 }],
      episodes: 1,
      createAgent: scripted([], []),
      streams: () => createRandom(1),
    };
    expect(() => playTrials({ ...options, tasks: [] })).toThrow(
      new ConfigError("playTrials.tasks.length: must be an integer >= 1, got 0"),
    );
    expect(() => playTrials({ ...options, episodes: 0 })).toThrow(
      new ConfigError("playTrials.episodes: must be an integer >= 1, got 0"),
    );
  });
});
