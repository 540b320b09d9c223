import { describe, expect, it } from "vitest";
import { ConfigError, EnvContractError } from "../../../src/errors.ts";
import { createRandom } from "../../../src/random.ts";
import type { Json } from "../../../src/json.ts";
import type { EnvironmentFamily } from "../../../src/rl/environment.ts";
import { box } from "../../../src/rl/spaces.ts";
import { createEnvironmentBatch } from "../../../src/rl/vectorise.ts";
import { observeTask } from "../../../src/rl/wrappers/observe-task.ts";
import { dial, walk } from "../toy-environments.ts";
import { dice, play, renderedEpisodes, renderJson, sled, toTrajectory } from "./families.ts";

const actions = [
  [0.5, 2],
  [-1, 3],
];

describe("observeTask", () => {
  it("puts the task behind each observation, from the first one on", () => {
    const told = observeTask(sled);
    expect([told.id, told.observesTask]).toEqual(["sled@test-task-observed", true]);
    expect(told.observationSpace).toEqual({
      kind: "box",
      shape: [3],
      low: [-100, -Infinity, -Infinity],
      high: [100, Infinity, Infinity],
    });
    const task = { slope: 0.25 };
    const raw = play(sled, { task, actions });
    const seen = play(told, { task, actions });
    expect(seen.first).toEqual([...raw.first.map(Math.fround), 0.25]);
    expect(seen.steps).toEqual(
      raw.steps.map((step) => ({
        ...step,
        observation: [...step.observation.map(Math.fround), 0.25],
        reward: Math.fround(step.reward),
      })),
    );
  });

  it("keeps the optimal return, the plane, the horizon and the tasks", () => {
    const told = observeTask(sled);
    expect(told.optimalReturn?.({ slope: -0.5 })).toBe(2);
    expect(told.plane).toBe(sled.plane);
    expect(told.horizon).toBe(sled.horizon);
    expect(told.actionSpace).toBe(sled.actionSpace);
    expect(told.sampleTasks(createRandom(3), 4)).toEqual(sled.sampleTasks(createRandom(3), 4));
    expect(observeTask(dial)).not.toHaveProperty("optimalReturn");
  });

  it("pictures the episodes as they were inside", () => {
    const task = { slope: 1 };
    const trial = toTrajectory(play(observeTask(sled), { task, actions }), actions);
    const [shown] = renderedEpisodes(observeTask(sled), task, [trial]);
    expect(shown).toEqual({
      ...trial,
      observations: trial.observations.map((row) => row.slice(0, 2)),
    });
    const family = observeTask({ ...dial, render: renderJson });
    const choices = [2, 1];
    const ofDial = toTrajectory(play(family, { task: { target: 1 }, actions: choices }), choices);
    expect(ofDial.observations[1]).toEqual([0, 0, 1, 1]);
    const [unwrapped] = renderedEpisodes(family, { target: 1 }, [ofDial]);
    expect(unwrapped?.observations).toEqual([[0], [2], [1]]);
  });

  it("makes Discrete observations one-hot, bounded by 0 and 1", () => {
    const told = observeTask(dice);
    expect(told.observationSpace).toEqual({
      kind: "box",
      shape: [4],
      low: [0, 0, 0, -Infinity],
      high: [1, 1, 1, Infinity],
    });
    const { first } = play(told, { task: { last: 2 }, actions: [], seed: 5 });
    expect(first.slice(0, 3).reduce((sum, x) => sum + x, 0)).toBe(1);
    expect(first[3]).toBe(2);
  });

  it("flattens a Box of several axes", () => {
    const grid = {
      ...walk,
      observationSpace: box({ shape: [1, 2] }),
      sampleTasks: () => [{ goal: [[3], [4]] }],
      createEnvironment: () => ({
        reset: () => [1, 2],
        step: () => ({ observation: [1, 2], reward: 0, terminated: true, truncated: false }),
      }),
    } as unknown as EnvironmentFamily;
    const { first } = play(observeTask(grid), { task: { goal: [[3], [4]] }, actions: [] });
    expect(first).toEqual([1, 2, 3, 4]);
  });

  it("tells each environment of a batch its own task", () => {
    const told = observeTask(dial);
    const [a, b] = [{ target: 2 }, { target: 1 }];
    const batch = createEnvironmentBatch(told, [a, b, a]);
    const observations = new Float32Array(12);
    for (const row of [0, 1, 2]) batch.reset(row, createRandom(row), observations);
    expect(Array.from(observations)).toEqual([1, 0, 0, 2, 1, 0, 0, 1, 1, 0, 0, 2]);
    const result = {
      observations,
      rewards: new Float32Array(3),
      terminated: new Uint8Array(3),
      truncated: new Uint8Array(3),
    };
    batch.step(Int32Array.of(1, 1, 2), result);
    expect(Array.from(observations)).toEqual([0, 1, 0, 2, 0, 1, 0, 1, 0, 0, 1, 2]);
    expect(Array.from(result.rewards)).toEqual([0, 1, 1]);
  });

  it("rejects tasks that are not numbers, or that differ in which numbers they have", () => {
    expect(() => observeTask(walk)).toThrow(
      new ConfigError(
        'observeTask: walk@test: a task must be made of numbers and booleans, got "terminated" at end',
      ),
    );
    expect(() => observeTask({ ...dial, sampleTasks: () => [] })).toThrow(
      new EnvContractError("observeTask: dial@test: sampleTasks(rng, 1) must return 1 task, got 0"),
    );
    const family = observeTask(dial as EnvironmentFamily);
    const other =
      (task: Json): (() => unknown) =>
      () =>
        family.createEnvironment(task);
    expect(other({ goal: 1 })).toThrow(
      new EnvContractError(
        'observeTask: dial@test: every task must have the numbers ["target"], got ["goal"]',
      ),
    );
    expect(other({ target: [1, 2] })).toThrow(
      new EnvContractError(
        'observeTask: dial@test: every task must have the numbers ["target"], got ["target.0", "target.1"]',
      ),
    );
  });
});
