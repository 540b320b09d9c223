import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ShapeError } from "../../src/errors.ts";
import { disposeTrajectories, toTrajectories } from "../../src/rl/trajectories.ts";
import { createRollout } from "./rollouts.ts";

beforeAll(() => useBackend("cpu"));

describe("toTrajectories", () => {
  it("flattens episodes and steps into one axis", () => {
    const rollout = createRollout();
    const advantages = Float64Array.from({ length: 12 }, (_, at) => at / 8);
    const trajectories = toTrajectories(rollout, advantages);
    expect(trajectories.observations.shape).toEqual([2, 6, 1]);
    expect(trajectories.actions.shape).toEqual([2, 6, 2]);
    expect(trajectories.actions.dataSync()).toEqual(rollout.actions);
    expect(Array.from(trajectories.advantages.dataSync())).toEqual(Array.from(advantages));
    disposeTrajectories(trajectories);
  });

  it("weighs steps so that a weighted sum is the mean over episodes of the mean over steps", () => {
    const trajectories = toTrajectories(createRollout(), new Float64Array(12));
    expect(trajectories.weights.arraySync()).toBeAllClose([
      [1 / 6, 1 / 6, 1 / 6, 1 / 2, 0, 0],
      [1 / 4, 1 / 4, 0, 1 / 6, 1 / 6, 1 / 6],
    ]);
    disposeTrajectories(trajectories);
  });

  it("keeps choices of a Discrete action space as integers", () => {
    const choices = new Int32Array([0, 1, 2, 1, 0, 0, 2, 2, 0, 1, 1, 1]);
    const rollout = { ...createRollout(), actionSize: 1, actions: choices };
    const trajectories = toTrajectories(rollout, new Float64Array(12));
    expect([trajectories.actions.dtype, trajectories.actions.shape]).toEqual(["int32", [2, 6]]);
    expect(trajectories.actions.dataSync()).toEqual(choices);
    disposeTrajectories(trajectories);
  });

  it("rejects advantages of another shape before it allocates", () => {
    expect(() => toTrajectories(createRollout(), new Float64Array(4))).toThrow(
      new ShapeError("toTrajectories: advantages must have [2, 2, 3] = 12 elements, got 4"),
    );
  });
});

describe("disposeTrajectories", () => {
  it("frees every tensor", () => {
    const before = tf.memory().numTensors;
    disposeTrajectories(toTrajectories(createRollout(), new Float64Array(12)));
    expect(tf.memory().numTensors).toBe(before);
  });
});
