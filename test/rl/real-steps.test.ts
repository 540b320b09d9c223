import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ofRealSteps } from "../../src/rl/real-steps.ts";

beforeAll(() => useBackend("onnx"));

describe("ofRealSteps", () => {
  it("puts 0 on padding, whatever is there, and lets no gradient through", () => {
    tf.tidy(() => {
      const values = tf.tensor2d([[1, NaN, -2, Infinity]]);
      const weights = tf.tensor2d([[0.1, 0, 0.2, 0]]);
      expect(Array.from(ofRealSteps(values, weights).dataSync())).toEqual([1, 0, -2, 0]);
      const gradient = tf.grad((x: tf.Tensor) => ofRealSteps(x as tf.Tensor2D, weights))(values);
      expect(Array.from(gradient.dataSync())).toEqual([1, 0, 1, 0]);
    });
  });
});
