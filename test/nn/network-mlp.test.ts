import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { applyMlp, initialiseMlp, mlpLayers, mlpShapes } from "../../src/nn/mlp.ts";
import { mlpNetwork } from "../../src/nn/network-mlp.ts";
import type { MlpNetworkOptions } from "../../src/nn/network-mlp.ts";
import { gradParams, tileParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";

const options: MlpNetworkOptions = {
  inputs: 3,
  hiddenSizes: [5, 4],
  outputs: 2,
  activation: "relu",
  normalisation: "none",
  initialisation: "glorot-uniform",
};

const read = (params: Params): number[][] =>
  Object.values(params).map((value) => Array.from(value.dataSync()));

describe("mlpNetwork", () => {
  beforeAll(() => useBackend("onnx"));

  it.each([[[5, 4]], [[]]])("is applyMlp without normalisation, hidden sizes %j", (hiddenSizes) => {
    tf.tidy(() => {
      const network = mlpNetwork({ ...options, hiddenSizes });
      const mlp = { ...options, sizes: [3, ...hiddenSizes, 2] };
      expect(network.shapes).toEqual(mlpShapes(mlp.sizes));
      expect(network.layers).toEqual(mlpLayers(mlp.sizes));
      const params = network.initialise(createRandom(4));
      expect(read(params)).toEqual(read(initialiseMlp(mlp, createRandom(4))));
      const tiled = tileParams(params, 2);
      const inputs = tf.tensor3d(
        Array.from({ length: 12 }, (_, i) => Math.sin(i)),
        [2, 2, 3],
      );
      const outputs = network.apply(tiled, inputs, tf.fill([2, 2], 0.5));
      expect(outputs.arraySync()).toEqual(applyMlp(mlp, tiled, inputs).arraySync());
    });
  });

  it("has scale and shift in place of a bias where it is normalised, but for the head", () => {
    tf.tidy(() => {
      const network = mlpNetwork({ ...options, normalisation: "batch" });
      expect(network.layers).toEqual([
        ["W0", "scale0", "shift0"],
        ["W1", "scale1", "shift1"],
        ["W2", "b2"],
      ]);
      const { scale0, shift0, b2 } = network.initialise(createRandom(4));
      expect(read({ scale0: scale0!, shift0: shift0!, b2: b2! })).toEqual([
        [1, 1, 1, 1, 1],
        [0, 0, 0, 0, 0],
        [0, 0],
      ]);
    });
  });

  it("has finite second derivatives where units are off and where there is one row", () => {
    tf.tidy(() => {
      const network = mlpNetwork({ ...options, normalisation: "batch" });
      const drawn = network.initialise(createRandom(4));
      // The shift turns every unit of the first layer off, so that the variance of the second is 0.
      const params = tileParams({ ...drawn, shift0: tf.fill([5], -9) }, 1);
      for (const rows of [1, 3]) {
        const inputs = tf.reshape<tf.Rank.R3>(tf.range(0, 3 * rows), [1, rows, 3]);
        const loss = (at: Params): tf.Scalar =>
          tf.sum(tf.square(network.apply(at, inputs, tf.fill([1, rows], 1 / rows))));
        const squaredNorm = (at: Params): tf.Scalar =>
          Object.values(gradParams(loss, at))
            .map((value) => tf.sum<tf.Scalar>(tf.square(value)))
            .reduce((sum, term) => tf.add(sum, term));
        expect(read(gradParams(loss, params)).flat().every(Number.isFinite)).toBe(true);
        expect(read(gradParams(squaredNorm, params)).flat().every(Number.isFinite)).toBe(true);
      }
    });
  });
});
