import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { pastActions } from "../../../src/rl/estimators/past-actions.ts";

beforeAll(() => useBackend("onnx"));

/** Two tasks with two episodes of at most three steps; lengths 3, 1, 2 and 3. */
const LENGTHS = [3, 1, 2, 3];
const LOG_PROBS = [-1, -2, -4, -3, NaN, -Infinity, -8, -0.5, Infinity, -1, -1, -2];

describe("pastActions", () => {
  it.each([0, 0.5, 1])("sums within each episode, with weights that fall by λ = %d", (lambda) => {
    tf.tidy(() => {
      const weights = LENGTHS.flatMap((length) => [0, 1, 2].map((t) => Number(t < length)));
      const { own, before, upTo } = pastActions(
        tf.tensor2d(LOG_PROBS, [2, 6]),
        { weights: tf.tensor2d(weights, [2, 6]), steps: 3 },
        lambda,
      );
      LENGTHS.forEach((length, row) => {
        let past = 0;
        for (let at = row * 3; at < row * 3 + length; at++) {
          const logProb = LOG_PROBS[at] ?? NaN;
          const sum = lambda * past + logProb;
          expect([own, before, upTo].map((values) => values.dataSync()[at])).toBeAllClose([
            logProb,
            lambda * past,
            sum,
          ]);
          past = sum;
        }
      });
      const padding = Array.from(own.dataSync()).filter((_, at) => weights[at] === 0);
      expect(padding).toEqual([0, 0, 0]);
      expect(Array.from(upTo.dataSync()).every(Number.isFinite)).toBe(true);
    });
  });
});
