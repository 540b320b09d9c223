// Operations made with tf.customGrad, whose derivatives no registered gradient repairs.

import * as tf from "@tensorflow/tfjs-core";
import type { GradSaveFunc, Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { repairTape } from "../../src/backend/gradients/tape.ts";

type Function1 = (x: Tensor) => Tensor;

/** exp with a gradient from the saved output. */
const expFromOutput = tf.customGrad<Tensor>((x, save) => {
  const value = tf.exp(x as Tensor);
  (save as GradSaveFunc)([value]);
  return { value, gradFunc: (dy, [y]) => tf.mul(dy, y as Tensor) };
});

/** x³ with a gradient from a saved intermediate, x². */
const cubeFromSquare: Function1 = (input) =>
  tf.customGrad<Tensor>((x, save) => {
    const square = tf.square(x as Tensor);
    (save as GradSaveFunc)([square]);
    return {
      value: tf.mul(square, x as Tensor),
      gradFunc: (dy, [saved]) => tf.mul(dy, tf.mul(saved as Tensor, 3)),
    };
  })(input);

/** The first derivatives of f at x, up to the third. */
function derivatives(f: Function1, x: number): number[] {
  return tf.tidy(() => {
    const first = (y: Tensor): Tensor => tf.grad(f)(y);
    const second = (y: Tensor): Tensor => tf.grad(first)(y);
    const third = (y: Tensor): Tensor => tf.grad(second)(y);
    const at = tf.scalar(x);
    return [first, second, third].map((g) => g(at).dataSync()[0] as number) as unknown as Tensor[];
  }) as unknown as number[];
}

describe("repairTape", () => {
  beforeAll(async () => {
    await useBackend("cpu");
  });

  it("lets derivatives see through a saved output", () => {
    const e = Math.exp(0.5);
    expect(derivatives((x) => expFromOutput(x), 0.5)).toBeAllClose([e, e, e], { rtol: 1e-6 });
  });

  it("lets derivatives see through a saved intermediate", () => {
    expect(derivatives(cubeFromSquare, 2)).toBeAllClose([12, 12, 6], { rtol: 1e-6 });
  });

  it("repairs an engine once", () => {
    repairTape();
    repairTape();
    expect(derivatives(cubeFromSquare, 2)).toBeAllClose([12, 12, 6], { rtol: 1e-6 });
  });

  it("keeps no tensor after a gradient", () => {
    const before = tf.memory().numTensors;
    derivatives(cubeFromSquare, 2);
    derivatives((x) => tf.sum(tf.logSoftmax(tf.mul(x, tf.tensor1d([1, 2])))), 1);
    expect(tf.memory().numTensors).toBe(before);
  });
});
