import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ShapeError } from "../../src/errors.ts";
import { moveTowardsMean } from "../../src/meta/move-towards-mean.ts";
import { disposeParams } from "../../src/nn/params.ts";

beforeAll(() => useBackend("onnx"));

describe("moveTowardsMean", () => {
  it("moves each parameter by the step size towards its mean over the tasks of all parts", () => {
    const initial = { W: tf.tensor2d([0, 4], [1, 2]), b: tf.scalar(-1) };
    const adapted = [
      { W: tf.tensor3d([1, 4, 3, 8], [2, 1, 2]), b: tf.tensor1d([0, 2]) },
      { W: tf.tensor3d([8, 0], [1, 1, 2]), b: tf.tensor1d([7]) },
    ];
    // Means over three tasks: W 12/3 = 4 and 12/3 = 4, b 9/3 = 3. Half of the way: 2, 4 and 1.
    const next = moveTowardsMean(initial, adapted, 0.5);
    expect(next["W"]?.arraySync()).toEqual([[2, 4]]);
    expect(next["b"]?.arraySync()).toBe(1);
    expect(initial.W.arraySync()).toEqual([[0, 4]]);
    [initial, next, ...adapted].forEach(disposeParams);
  });

  it("reaches the mean with step size 1, and stays without tasks", () => {
    const initial = { b: tf.tensor1d([5]) };
    const adapted = [{ b: tf.tensor2d([[1], [2]]) }];
    const reached = moveTowardsMean(initial, adapted, 1);
    const stayed = moveTowardsMean(initial, [], 1);
    expect(reached["b"]?.arraySync()).toEqual([1.5]);
    expect(stayed["b"]?.arraySync()).toEqual([5]);
    [initial, reached, stayed, ...adapted].forEach(disposeParams);
  });

  it("adds up in float64", () => {
    // In float32, 2²⁴ + 1 is 2²⁴, so a sum that began with 2²⁴ would never grow by ones.
    const initial = { b: tf.scalar(0) };
    const adapted = [{ b: tf.tensor1d([2 ** 24, ...Array<number>(1023).fill(1)]) }];
    const next = moveTowardsMean(initial, adapted, 1);
    expect(next["b"]?.arraySync()).toBe(Math.fround((2 ** 24 + 1023) / 1024));
    [initial, next, ...adapted].forEach(disposeParams);
  });

  it("rejects parts of other shapes", () => {
    const initial = { W: tf.zeros([2, 3]) };
    expect(() => moveTowardsMean(initial, [initial], 1)).toThrow(
      new ShapeError("moveTowardsMean: W of adapted[0] must be [tasks, 2, 3], got [2, 3]"),
    );
    expect(() => moveTowardsMean(initial, [{}], 1)).toThrow(
      new ShapeError("moveTowardsMean: W of adapted[0] must be [tasks, 2, 3], got none"),
    );
    disposeParams(initial);
  });
});
