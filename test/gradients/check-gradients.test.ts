import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { checkGradients } from "../support/check-gradients.ts";

/** A square whose derivative is 2 x times a factor. */
function square(factor: number): (x: tf.Tensor) => tf.Tensor {
  return tf.customGrad<tf.Tensor>((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: tf.square(x as tf.Tensor),
      gradFunc: (dy, [saved]) => tf.mul(dy, tf.mul(saved as tf.Tensor, 2 * factor)),
    };
  });
}

function check(f: (x: tf.Tensor) => tf.Tensor, order: number): void {
  tf.tidy(() => {
    const x = tf.tensor2d([0.7, -1.2, 0.4, 1.9, -0.6, 0.3], [2, 3]);
    checkGradients((input) => f(input), [x], { order });
  });
}

describe("checkGradients", () => {
  beforeAll(async () => {
    await useBackend("cpu");
  });

  it("passes a right gradient", () => {
    expect(() => check(square(1), 2)).not.toThrow();
  });

  it.each([1.01, 0.99])("fails a gradient that is wrong by a factor of %d", (factor) => {
    expect(() => check(square(factor), 1)).toThrow(/derivative of order 1 must be .*, got/);
  });

  it.each([1.01, 0.99])("fails a second derivative that is wrong by a factor of %d", (factor) => {
    const wrong = square(factor);
    // f = x³ / 3 with f' = x² right, whose own derivative is the wrong one.
    const cubic = tf.customGrad<tf.Tensor>((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return {
        value: tf.div(tf.pow(x as tf.Tensor, 3), 3),
        gradFunc: (dy, [saved]) => tf.mul(dy, wrong(saved as tf.Tensor)),
      };
    });
    expect(() => check(cubic, 1)).not.toThrow();
    expect(() => check(cubic, 2)).toThrow(/derivative of order 2 must be .*, got/);
  });

  it("fails a gradient that is NaN", () => {
    expect(() => check(square(NaN), 1)).toThrow(/got NaN/);
  });
});
