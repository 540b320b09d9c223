import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { categoricalMlp } from "../../src/nn/categorical-mlp.ts";
import { gaussianMlp } from "../../src/nn/gaussian-mlp.ts";
import { initialiserNames, initialiseWeights } from "../../src/nn/initialisers.ts";
import { applyMlp, initialiseMlp } from "../../src/nn/mlp.ts";
import type { MlpOptions } from "../../src/nn/mlp.ts";
import { gradParams, shapesOf, tileParams } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";

beforeAll(() => useBackend("onnx"));

const options: MlpOptions = {
  sizes: [2, 3, 2],
  activation: "tanh",
  initialisation: "glorot-uniform",
};

describe("applyMlp", () => {
  it("equals a plain loop over tasks, rows and units", () => {
    tf.tidy(() => {
      const rng = createRandom(5);
      const params = {
        W0: tf.tensor3d(
          Array.from({ length: 12 }, () => rng.normal()),
          [2, 2, 3],
        ),
        b0: tf.tensor2d(
          Array.from({ length: 6 }, () => rng.normal()),
          [2, 3],
        ),
        W1: tf.tensor3d(
          Array.from({ length: 12 }, () => rng.normal()),
          [2, 3, 2],
        ),
        b1: tf.tensor2d(
          Array.from({ length: 4 }, () => rng.normal()),
          [2, 2],
        ),
      };
      const inputs = tf.tensor3d(
        Array.from({ length: 12 }, () => rng.normal()),
        [2, 3, 2],
      );
      const [W0, b0, W1, b1, x] = [...Object.values(params), inputs].map((t) => t.arraySync()) as [
        number[][][],
        number[][],
        number[][][],
        number[][],
        number[][][],
      ];
      const layer = (v: number[], W: number[][], b: number[]): number[] =>
        b.map((bias, j) => v.reduce((sum, value, i) => sum + value * W[i]![j]!, bias));
      const expected = x.map((rows, task) =>
        rows.map((row) =>
          layer(layer(row, W0[task]!, b0[task]!).map(Math.tanh), W1[task]!, b1[task]!),
        ),
      );
      expect(applyMlp(options, params, inputs).arraySync()).toBeAllClose(expected, { atol: 1e-6 });
    });
  });
});

describe("initialiseMlp", () => {
  it("draws the same weights from streams of the same name, others from others", () => {
    tf.tidy(() => {
      const weights = (seed: number): number[] =>
        Array.from(initialiseMlp(options, createRandom(seed))["W0"]?.dataSync() ?? []);
      expect(weights(1)).toEqual(weights(1));
      expect(weights(1)).not.toEqual(weights(2));
    });
  });

  it("starts biases at 0", () => {
    tf.tidy(() => {
      const { b0, b1 } = initialiseMlp(options, createRandom(0));
      expect([...(b0?.dataSync() ?? []), ...(b1?.dataSync() ?? [])]).toEqual([0, 0, 0, 0, 0]);
    });
  });
});

describe("initialiseWeights", () => {
  const [fanIn, fanOut] = [40, 60];
  const variances: Record<string, number> = {
    "glorot-uniform": 2 / (fanIn + fanOut),
    "glorot-normal": 2 / (fanIn + fanOut),
    "he-uniform": 2 / fanIn,
    "he-normal": 2 / fanIn,
    "lecun-normal": 1 / fanIn,
    // Of a normal within two standard deviations: 1 - 4 φ(2) / (2 Φ(2) - 1) = 0.7737 of the whole normal's.
    "truncated-normal": 0.7737 * 0.01 ** 2,
    orthogonal: 1 / fanOut,
  };

  it.each(initialiserNames)("draws %s weights with the variance that its source states", (name) => {
    tf.tidy(() => {
      const weights = initialiseWeights(name, createRandom(9), fanIn, fanOut);
      const values = weights.dataSync<"float32">();
      const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      // The relative standard error of a variance from n values is at most √(2/n), for the normal.
      const margin = 5 * Math.sqrt(2 / values.length);
      expect(Math.abs(variance / (variances[name] as number) - 1)).toBeLessThan(margin);
    });
  });

  it.each([
    [3, 5],
    [5, 3],
  ])("draws orthonormal rows or columns of a %i by %i matrix", (rows, columns) => {
    tf.tidy(() => {
      const W = initialiseWeights("orthogonal", createRandom(1), rows, columns);
      const gram = rows < columns ? tf.matMul(W, W, false, true) : tf.matMul(W, W, true, false);
      expect(gram.arraySync()).toBeAllClose(tf.eye(3).arraySync(), { atol: 1e-6 });
    });
  });
});

describe("gaussianMlp", () => {
  const policy = gaussianMlp({ ...options, initialStd: 0.5, minStd: 0.1 });

  it("has the parameters of the network and a log-std", () => {
    tf.tidy(() => {
      const params = policy.initialise(createRandom(3));
      expect(shapesOf(params)).toEqual(policy.shapes);
      expect(Object.keys(params)).toEqual(["W0", "b0", "W1", "b1", "logStd"]);
      expect(params["logStd"]?.dataSync()).toBeAllClose([Math.log(0.5), Math.log(0.5)]);
    });
  });

  it("holds the standard deviation at its floor, where no gradient reaches it", () => {
    tf.tidy(() => {
      const params = tileParams(
        { ...policy.initialise(createRandom(3)), logStd: tf.tensor1d([-9, 0]) },
        1,
      );
      const observations = tf.ones<tf.Rank.R3>([1, 1, 2]);
      const dist = policy.apply(params, observations);
      expect(dist["logStd"]?.dataSync()).toBeAllClose([Math.log(0.1), 0], { atol: 1e-7 });
      const gradient = gradParams((values) => {
        const { mean, logStd } = policy.apply(values, observations);
        return tf.add(tf.sum(mean as tf.Tensor), tf.sum(logStd as tf.Tensor));
      }, params);
      expect(Array.from(gradient["logStd"]?.dataSync() ?? [])).toEqual([0, 1]);
    });
  });
});

describe("categoricalMlp", () => {
  it("maps observations to logits", () => {
    tf.tidy(() => {
      const policy = categoricalMlp(options);
      const params = policy.initialise(createRandom(3));
      expect(shapesOf(params)).toEqual(policy.shapes);
      const dist = policy.apply(tileParams(params, 2), tf.ones([2, 4, 2]));
      expect(shapesOf(dist)).toEqual({ logits: [2, 4, 2] });
    });
  });
});
