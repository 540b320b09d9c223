import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { magicBox } from "../../../src/rl/estimators/magic-box.ts";

beforeAll(() => useBackend("onnx"));

describe("magicBox", () => {
  it("is 1, with the derivatives of a power series of the exponent", () => {
    tf.tidy(() => {
      // x = θ²/2 at θ = 3: f' = x' = 3, f'' = x'' + x'² = 10, f''' = x''' + 3 x' x'' + x'³ = 36.
      const f = (theta: Tensor): Tensor => magicBox(tf.mul(tf.square(theta), 0.5));
      const theta = tf.scalar(3);
      const derivatives = [f, tf.grad(f), tf.grad(tf.grad(f)), tf.grad(tf.grad(tf.grad(f)))];
      expect(derivatives.map((g) => g(theta).dataSync()[0])).toEqual([1, 3, 10, 36]);
    });
  });

  it("is 1 for log-probabilities of any size", () => {
    tf.tidy(() => {
      expect(Array.from(magicBox(tf.tensor1d([-1e6, 0, 1e6])).dataSync())).toEqual([1, 1, 1]);
    });
  });
});
