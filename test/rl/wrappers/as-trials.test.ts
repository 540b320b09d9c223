import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { navigationMaml2017 } from "../../../envs/navigation.ts";
import { playTrials } from "../../../src/classical/play-trials.ts";
import { createRandom } from "../../../src/random.ts";
import type { Json } from "../../../src/json.ts";
import type { EnvironmentFamily } from "../../../src/rl/environment.ts";
import { collectRollout } from "../../../src/rl/rollout.ts";
import type { Rollout } from "../../../src/rl/trajectories.ts";
import { createEnvironmentBatch } from "../../../src/rl/vectorise.ts";
import { asTrials } from "../../../src/rl/wrappers/as-trials.ts";
import { dial, walk } from "../toy-environments.ts";
import { dice, play, renderedEpisodes, renderJson, sled, toTrajectory } from "./families.ts";

/** Collects one trial of each task, with actions by step. */
function collectTrials(
  family: EnvironmentFamily,
  { tasks, actions, seed }: { tasks: readonly Json[]; actions: readonly number[]; seed: number },
): Rollout {
  let step = 0;
  return collectRollout({
    environment: family,
    tasks,
    episodesPerTask: 1,
    streams: (task) => createRandom(seed).split(task),
    act: (_observations, _rngs, out) => out.fill(actions[step++ % actions.length] ?? NaN),
  });
}

/** The rewards of each task, without padding. */
function rewardsOf({ tasks, episodes, steps, lengths, rewards }: Rollout): number[][] {
  return Array.from({ length: tasks }, (_, task) =>
    Array.from({ length: episodes }, (_, e) => task * episodes + e).flatMap((episode) =>
      Array.from(rewards.subarray(episode * steps, episode * steps + (lengths[episode] ?? NaN))),
    ),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);

describe("asTrials", () => {
  it("observes the previous action, reward and end, which are 0 at the start", () => {
    const trials = asTrials(walk, { episodes: 2 });
    const task = { length: 2, end: "terminated" } as const;
    const { first, steps } = play(trials, { task, actions: [[0.5], [-2], [1], [3], [7]] });
    // Each episode starts where the stream says next, and adds the actions up.
    const stream = createRandom(0);
    const [a, b] = [stream.uniform(), stream.uniform()];
    expect(first).toEqual([Math.fround(a), 0, 0, 0, 0]);
    expect(steps.map(({ observation }) => observation)).toEqual([
      [Math.fround(a + 0.5), 1, 0.5, 0.5, 0],
      [Math.fround(b), 0, -2, -2, 1], // the first episode is over: where the second starts
      [Math.fround(b + 1), 1, 1, 1, 0],
      [Math.fround(b + 4), 2, 3, 3, 1], // the last shows where it ended
    ]);
    expect(steps.map(({ reward }) => reward)).toEqual([0.5, -2, 1, 3]);
    expect(steps.map(({ terminated }) => terminated)).toEqual([false, false, false, false]);
    expect(steps.map(({ truncated }) => truncated)).toEqual([false, false, false, true]);
  });

  it("encodes Discrete observations and actions one-hot, and ends episodes at their horizon", () => {
    const trials = asTrials(dial, { episodes: 2 });
    expect(trials).toMatchObject({
      id: "dial@test-rl2-n2",
      horizon: 8,
      actionSpace: dial.actionSpace,
      observationSpace: {
        low: [0, 0, 0, 0, 0, 0, -Infinity, 0],
        high: [1, 1, 1, 1, 1, 1, Infinity, 1],
      },
    });
    const { first, steps } = play(trials, {
      task: { target: 1 },
      actions: [2, 1, 0, 1, 0, 1, 2, 2],
    });
    expect(first).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(steps.map(({ observation }) => observation)).toEqual([
      [0, 0, 1, 0, 0, 1, 0, 0],
      [0, 1, 0, 0, 1, 0, 1, 0],
      [1, 0, 0, 1, 0, 0, 0, 0],
      [1, 0, 0, 0, 1, 0, 1, 1], // the fourth step ends an episode; the next starts at 0
      [1, 0, 0, 1, 0, 0, 0, 0],
      [0, 1, 0, 0, 1, 0, 1, 0],
      [0, 0, 1, 0, 0, 1, 0, 0],
      [0, 0, 1, 0, 0, 1, 0, 1],
    ]);
    expect(steps.map(({ truncated }) => truncated)).toEqual([
      ...Array<boolean>(7).fill(false),
      true,
    ]);
  });

  it("leaves the previous action of a Box unbounded, since a policy's is not clipped", () => {
    expect(asTrials(sled, { episodes: 3 }).observationSpace).toEqual({
      kind: "box",
      shape: [6],
      low: [-100, -Infinity, -Infinity, -Infinity, -Infinity, 0],
      high: [100, Infinity, Infinity, Infinity, Infinity, 1],
    });
  });

  it("earns what playTrials does with the same actions and streams", () => {
    const cases = [dice, dial] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 9 }),
        fc.record({ episodes: fc.integer({ min: 1, max: 4 }), seed: fc.nat({ max: 1000 }) }),
        (family, actions, { episodes, seed }) => {
          const tasks = family.sampleTasks(createRandom(seed).split("tasks"), 3);
          const trials = asTrials(family as EnvironmentFamily, { episodes });
          const collected = collectTrials(trials, { tasks, actions, seed });
          const played = playTrials({
            environment: family,
            tasks,
            episodes,
            streams: (task) => createRandom(seed).split(task),
            createAgent: () => {
              let step = 0;
              return {
                act: () => actions[step++ % actions.length] ?? NaN,
                learn: () => undefined,
              };
            },
          });
          expect(rewardsOf(collected)).toEqual(rewardsOf(played));
          expect(rewardsOf(collected).map(sum)).toEqual(rewardsOf(played).map(sum));
          expect(Array.from(collected.terminated)).toEqual([0, 0, 0]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("plays the episodes of single environments that draw from one stream", () => {
    const walkWithLength = fc.record({
      length: fc.integer({ min: 1, max: 8 }), // the horizon of 6 truncates what is longer
      end: fc.constantFrom("terminated" as const, "truncated" as const),
    });
    fc.assert(
      fc.property(
        walkWithLength,
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        (task, episodes, seed) => {
          const actions = Array.from({ length: 18 }, (_, i) => [i / 4 - 2]);
          const stream = createRandom(seed);
          const environment = walk.createEnvironment(task);
          const expected: number[][] = [];
          let next = 0;
          for (let e = 0; e < episodes; e++) {
            let observation = environment.reset(stream) as number[];
            for (let step = 0; step < Math.min(task.length, 6); step++) {
              expected.push([Math.fround(observation[0] ?? NaN), observation[1] ?? NaN]);
              observation = environment.step(actions[next++] ?? []).observation as number[];
            }
          }
          const { first, steps } = play(asTrials(walk, { episodes }), { task, actions, seed });
          const observed = [first, ...steps.map(({ observation }) => observation)];
          expect(observed.slice(0, -1).map((o) => o.slice(0, 2))).toEqual(expected);
          expect(steps.length).toBe(next);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("makes trials of trials that meet the same chances as one long trial", () => {
    const tasks = dice.sampleTasks(createRandom(1), 4);
    const play = { tasks, actions: [0, 1, 1], seed: 3 };
    const nested = asTrials(asTrials(dice, { episodes: 2 }), { episodes: 3 });
    expect(nested.id).toBe("dice@test-rl2-n2-rl2-n3");
    expect(rewardsOf(collectTrials(nested, play))).toEqual(
      rewardsOf(collectTrials(asTrials(dice, { episodes: 6 }), play)),
    );
  });

  it("steps trials that are over without a trace, and not beyond an episode's horizon", () => {
    const tasks = [{ target: 0 }, { target: 2 }];
    let played = 0;
    // Ends with the choice 2, after which another trial may go on; a fifth step is an error.
    const strict: EnvironmentFamily<{ target: number }> = {
      ...dial,
      createEnvironment(task) {
        const inner = dial.createEnvironment(task);
        let steps = 0;
        return {
          reset(rng) {
            steps = 0;
            return inner.reset(rng);
          },
          step(action) {
            if (++steps > 4) throw new Error("stepped beyond the horizon");
            played++;
            return { ...inner.step(action), terminated: action === 2 && task.target === 0 };
          },
        };
      },
    };
    const batch = createEnvironmentBatch(asTrials(strict, { episodes: 2 }), tasks);
    const observations = new Float32Array(16);
    const result = {
      observations,
      rewards: new Float32Array(2),
      terminated: new Uint8Array(2),
      truncated: new Uint8Array(2),
    };
    batch.reset(0, createRandom(0), observations);
    batch.reset(1, createRandom(1), observations);
    const ends: number[][] = [];
    for (const action of [2, 2, 1, 1, 1, 1, 1, 1]) {
      batch.step(new Int32Array([action, 2]), result);
      ends.push(Array.from(result.truncated));
      if (ends.length === 2) observations.fill(9, 0, 8);
    }
    expect(ends.map(([first]) => first)).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    expect(ends.map(([, second]) => second)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(Array.from(observations)).toEqual([
      ...Array<number>(8).fill(9), // not written any more
      ...[0, 0, 1, 0, 0, 1, 1, 1],
    ]);
    expect(played).toBe(16);
  });

  it("earns the optimum of every episode at best", () => {
    expect(asTrials(sled, { episodes: 3 }).optimalReturn?.({ slope: -0.25 })).toBe(3);
    expect(asTrials(walk, { episodes: 3 })).not.toHaveProperty("optimalReturn");
  });

  it("pictures the episodes that a trial consists of", () => {
    const trials = asTrials({ ...walk, render: renderJson }, { episodes: 3 });
    const task = { length: 2, end: "terminated" } as const;
    const actions = [[1], [2], [3], [4], [5], [6]];
    const { observations, ...trial } = toTrajectory(play(trials, { task, actions }), actions);
    const position = (step: number): readonly number[] => observations[step]?.slice(0, 2) ?? [];
    expect(renderedEpisodes(trials, task, [{ observations, ...trial }])).toEqual([
      {
        observations: [position(0), position(1), position(1)], // where it ended is not known
        actions: [[1], [2]],
        rewards: [1, 2],
        terminated: true,
      },
      {
        observations: [position(2), position(3), position(3)],
        actions: [[3], [4]],
        rewards: [3, 4],
        terminated: true,
      },
      {
        observations: [position(4), position(5), position(6)],
        actions: [[5], [6]],
        rewards: [5, 6],
        terminated: true,
      },
    ]);
  });

  it("pictures Discrete observations as their index, and an episode that was broken off", () => {
    const trials = asTrials({ ...dial, render: renderJson }, { episodes: 2 });
    const actions = [2, 1, 0, 1, 2, 0];
    const task = { target: 1 };
    const trial = toTrajectory(play(trials, { task, actions }), actions);
    expect(renderedEpisodes(trials, task, [trial, trial]).slice(2)).toEqual([
      {
        observations: [[0], [2], [1], [0], [0]],
        actions: [[2], [1], [0], [1]],
        rewards: [0, 1, 0, 1],
        terminated: false, // at the horizon
      },
      { observations: [[0], [2], [0]], actions: [[2], [0]], rewards: [0, 0], terminated: false },
    ]);
  });

  it("keeps the plane, the tasks and what is observed of them", () => {
    const trials = asTrials(navigationMaml2017, { episodes: 2 });
    expect(trials.plane).toBe(navigationMaml2017.plane);
    expect(trials.sampleTasks(createRandom(0), 3)).toEqual(
      navigationMaml2017.sampleTasks(createRandom(0), 3),
    );
    expect(asTrials({ ...dial, observesTask: true }, { episodes: 2 }).observesTask).toBe(true);
  });

  it("rejects a number of episodes that is no positive integer", () => {
    expect(() => asTrials(walk, { episodes: 0 })).toThrow(
      "asTrials.episodes: must be an integer >= 1, got 0",
    );
  });
});
