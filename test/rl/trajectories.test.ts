import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ShapeError } from "../../src/errors.ts";
import { disposeTrajectories, toTrajectories } from "../../src/rl/trajectories.ts";
import type { StepEstimates } from "../../src/rl/trajectories.ts";
import { createRollout } from "./rollouts.ts";

beforeAll(() => useBackend("cpu"));

/** Estimates that are 0 but for what is given. */
function estimatesOf(estimates: Partial<StepEstimates> = {}): StepEstimates {
  return {
    advantages: new Float64Array(12),
    scaledBaselines: new Float64Array(12),
    ...estimates,
  };
}

describe("toTrajectories", () => {
  it("flattens episodes and steps into one axis", () => {
    const rollout = createRollout();
    const advantages = Float64Array.from({ length: 12 }, (_, at) => at / 8);
    const trajectories = toTrajectories(rollout, estimatesOf({ advantages }));
    expect(trajectories.steps).toBe(3);
    expect(trajectories.observations.shape).toEqual([2, 6, 1]);
    expect(trajectories.actions.shape).toEqual([2, 6, 2]);
    expect(trajectories.actions.dataSync()).toEqual(rollout.actions);
    expect(Array.from(trajectories.advantages.dataSync())).toEqual(Array.from(advantages));
    disposeTrajectories(trajectories);
  });

  it("weighs steps so that a weighted sum is the mean over episodes of the mean over steps", () => {
    const trajectories = toTrajectories(createRollout(), estimatesOf());
    expect(trajectories.weights.arraySync()).toBeAllClose([
      [1 / 6, 1 / 6, 1 / 6, 1 / 2, 0, 0],
      [1 / 4, 1 / 4, 0, 1 / 6, 1 / 6, 1 / 6],
    ]);
    disposeTrajectories(trajectories);
  });

  it("weighs all steps alike if asked to", () => {
    const trajectories = toTrajectories(createRollout(), estimatesOf(), { weighting: "step" });
    expect(trajectories.weights.arraySync()).toBeAllClose([
      [1 / 4, 1 / 4, 1 / 4, 1 / 4, 0, 0],
      [1 / 5, 1 / 5, 0, 1 / 5, 1 / 5, 1 / 5],
    ]);
    disposeTrajectories(trajectories);
  });

  it("has baselines only if asked to", () => {
    const scaledBaselines = Float64Array.from({ length: 12 }, (_, at) => 1 - at / 8);
    const estimates = estimatesOf({ scaledBaselines });
    const without = toTrajectories(createRollout(), estimates);
    expect(without).not.toHaveProperty("baselines");
    const trajectories = toTrajectories(createRollout(), estimates, { withBaselines: true });
    expect(trajectories.baselines?.shape).toEqual([2, 6]);
    expect(Array.from(trajectories.baselines?.dataSync() ?? [])).toEqual(
      Array.from(scaledBaselines),
    );
    disposeTrajectories(without);
    disposeTrajectories(trajectories);
  });

  it("keeps choices of a Discrete action space as integers", () => {
    const choices = new Int32Array([0, 1, 2, 1, 0, 0, 2, 2, 0, 1, 1, 1]);
    const rollout = { ...createRollout(), actionSize: 1, actions: choices };
    const trajectories = toTrajectories(rollout, estimatesOf());
    expect([trajectories.actions.dtype, trajectories.actions.shape]).toEqual(["int32", [2, 6]]);
    expect(trajectories.actions.dataSync()).toEqual(choices);
    disposeTrajectories(trajectories);
  });

  it("rejects advantages of another shape before it allocates", () => {
    const short = new Float64Array(4);
    expect(() => toTrajectories(createRollout(), estimatesOf({ advantages: short }))).toThrow(
      new ShapeError("toTrajectories: advantages must have [2, 2, 3] = 12 elements, got 4"),
    );
    expect(() =>
      toTrajectories(createRollout(), estimatesOf({ scaledBaselines: short }), {
        withBaselines: true,
      }),
    ).toThrow(
      new ShapeError("toTrajectories: scaledBaselines must have [2, 2, 3] = 12 elements, got 4"),
    );
  });
});

describe("disposeTrajectories", () => {
  it("frees every tensor", () => {
    const before = tf.memory().numTensors;
    disposeTrajectories(toTrajectories(createRollout(), estimatesOf()));
    disposeTrajectories(toTrajectories(createRollout(), estimatesOf(), { withBaselines: true }));
    expect(tf.memory().numTensors).toBe(before);
  });
});
