// Both distributions against plain arithmetic, against each other's definitions by sampling, and their Fisher
// information against the curvature of the KL.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { categorical } from "../../src/nn/categorical.ts";
import { gaussian } from "../../src/nn/gaussian.ts";
import type { Distribution, DistributionParams } from "../../src/nn/policy.ts";
import { createRandom } from "../../src/random.ts";

beforeAll(() => useBackend("onnx"));

const MEAN = [0.5, -1, 2, 0];
const LOG_STD = [0.2, -0.3];

/** One task, two rows, two action elements, a log-std that both rows share. */
function gaussians(): DistributionParams {
  return { mean: tf.tensor3d(MEAN, [1, 2, 2]), logStd: tf.tensor3d(LOG_STD, [1, 1, 2]) };
}

const LOGITS = [0.1, 0.7, -1.2, 2, 0, -0.5];

/** One task, two rows, three choices. */
function categoricals(): DistributionParams {
  return { logits: tf.tensor3d(LOGITS, [1, 2, 3]) };
}

function probabilities(row: number): number[] {
  const exps = LOGITS.slice(3 * row, 3 * row + 3).map(Math.exp);
  const total = exps.reduce((a, b) => a + b, 0);
  return exps.map((x) => x / total);
}

describe("gaussian", () => {
  it("has the log-density of its definition", () => {
    tf.tidy(() => {
      const actions = [0, 0, 1.5, -0.25];
      const logDensity = (row: number): number =>
        [0, 1].reduce((sum, j) => {
          const std = Math.exp(LOG_STD[j] as number);
          const z = ((actions[2 * row + j] as number) - (MEAN[2 * row + j] as number)) / std;
          return sum + Math.log(Math.exp((-z * z) / 2) / (std * Math.sqrt(2 * Math.PI)));
        }, 0);
      const actual = gaussian.logProb(gaussians(), tf.tensor3d(actions, [1, 2, 2]));
      expect(actual.shape).toEqual([1, 2]);
      expect(actual.dataSync()).toBeAllClose([logDensity(0), logDensity(1)]);
    });
  });

  it("has the entropy ½ Σ log 2πe σ²", () => {
    tf.tidy(() => {
      const expected = LOG_STD.reduce(
        (sum, l) => sum + 0.5 * Math.log(2 * Math.PI * Math.E) + l,
        0,
      );
      expect(gaussian.entropy(gaussians()).dataSync()).toBeAllClose([expected, expected]);
    });
  });

  it("samples with the mean and standard deviation of each row", () => {
    const draws = 4000;
    const dist = { mean: Float32Array.from(MEAN), logStd: Float32Array.from(LOG_STD) };
    const rng = createRandom(0);
    const noise = new Float64Array(4);
    const actions = new Float32Array(4);
    const sums = new Float64Array(4);
    const squares = new Float64Array(4);
    for (let i = 0; i < draws; i++) {
      rng.normals(noise);
      gaussian.sample(dist, { count: 2, noise, actions });
      for (let j = 0; j < 4; j++) {
        const z =
          ((actions[j] as number) - (MEAN[j] as number)) / Math.exp(LOG_STD[j % 2] as number);
        sums[j]! += z;
        squares[j]! += z * z;
      }
    }
    for (let j = 0; j < 4; j++) {
      // z is N(0, 1): its mean has standard error 1/√n, its mean square √(2/n).
      expect(Math.abs((sums[j] as number) / draws)).toBeLessThan(5 / Math.sqrt(draws));
      expect(Math.abs((squares[j] as number) / draws - 1)).toBeLessThan(5 * Math.sqrt(2 / draws));
    }
  });

  it("samples each task with its own log-std", () => {
    const dist = {
      mean: new Float32Array(4), // [tasks = 2, n = 2, act = 1]
      logStd: Float32Array.from([-20, 3]), // [tasks = 2, 1, act = 1]
    };
    const noise = Float64Array.of(1, 2, 3, 4);
    const actions = new Float32Array(4);
    gaussian.sample(dist, { count: 4, noise, actions });
    const [narrow, wide] = [Math.exp(-20), Math.exp(3)];
    expect(actions).toBeAllClose([1 * narrow, 2 * narrow, 3 * wide, 4 * wide], { rtol: 1e-6 });
  });

  it("samples each row with its own log-std where there are as many as means", () => {
    const dist = {
      mean: Float32Array.of(1, 2, 3, 4), // [tasks = 1, n = 2, act = 2]
      logStd: Float32Array.from([1, 2, 4, 8], Math.log),
    };
    const actions = new Float32Array(4);
    gaussian.sample(dist, { count: 2, noise: Float64Array.of(1, -1, 1, -1), actions });
    expect(actions).toBeAllClose([1 + 1, 2 - 2, 3 + 4, 4 - 8], { atol: 1e-5 });
  });
});

describe("categorical", () => {
  it("has the log-probabilities of its definition", () => {
    tf.tidy(() => {
      const actual = categorical.logProb(categoricals(), tf.tensor2d([2, 0], [1, 2], "int32"));
      expect(actual.shape).toEqual([1, 2]);
      expect(actual.dataSync()).toBeAllClose([
        Math.log(probabilities(0)[2] as number),
        Math.log(probabilities(1)[0] as number),
      ]);
    });
  });

  it("has the entropy -Σ p log p", () => {
    tf.tidy(() => {
      const entropyOf = (row: number): number =>
        -probabilities(row).reduce((sum, p) => sum + p * Math.log(p), 0);
      expect(categorical.entropy(categoricals()).dataSync()).toBeAllClose([
        entropyOf(0),
        entropyOf(1),
      ]);
    });
  });

  it("samples each choice as often as its probability says", () => {
    const draws = 4000;
    const rng = createRandom(0);
    const noise = new Float64Array(2);
    const actions = new Int32Array(2);
    const counts = [new Float64Array(3), new Float64Array(3)] as const;
    for (let i = 0; i < draws; i++) {
      rng.uniforms(noise);
      categorical.sample({ logits: Float32Array.from(LOGITS) }, { count: 2, noise, actions });
      counts.forEach((count, row) => (count[actions[row] as number]! += 1));
    }
    counts.forEach((count, row) => {
      probabilities(row).forEach((p, choice) => {
        const error = Math.abs((count[choice] as number) / draws - p);
        expect(error).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / draws));
      });
    });
  });
});

describe.each<[string, Distribution, () => DistributionParams, string]>([
  ["gaussian mean", gaussian, gaussians, "mean"],
  ["gaussian logStd", gaussian, gaussians, "logStd"],
  ["categorical logits", categorical, categoricals, "logits"],
])("the KL in %s", (_, distribution, make, name) => {
  /** The same distributions with the named parameter moved by `h` times a fixed direction. */
  const moved = (h: number): DistributionParams => {
    const dist = make();
    return { ...dist, [name]: tf.add(dist[name] as tf.Tensor, tf.mul(direction(), h)) };
  };
  const direction = (): tf.Tensor => {
    const { shape } = make()[name] as tf.Tensor;
    const size = shape.reduce((product, extent) => product * extent, 1);
    return tf.tensor(
      Array.from({ length: size }, (_, i) => Math.cos(1 + 2 * i)),
      shape,
    );
  };

  it("is 0 to itself and positive to another distribution", () => {
    tf.tidy(() => {
      expect(distribution.kl(make(), make()).dataSync()).toBeAllClose([0, 0], { atol: 1e-6 });
      for (const value of distribution.kl(make(), moved(0.5)).dataSync()) {
        expect(value).toBeGreaterThan(0.01);
      }
    });
  });

  it("has the Fisher information as its curvature, whichever argument moves", () => {
    tf.tidy(() => {
      const dist = make();
      const zeros = Object.fromEntries(
        Object.entries(dist).map(([key, value]) => [key, tf.zerosLike(value)]),
      );
      const product = distribution.fisherProduct(dist, { ...zeros, [name]: direction() });
      // KL(dist || moved(h)) = ½ h² vᵀFv + O(h³), summed over rows; the even part of ±h leaves O(h⁴).
      const rows = tf.zeros([1, 2, 1]);
      const quadratic = tf.sum(tf.mul(tf.add(product[name] as tf.Tensor, rows), direction()));
      const h = 0.05;
      const klSum = (first: boolean, step: number): number => {
        const kl = first ? distribution.kl(moved(step), dist) : distribution.kl(dist, moved(step));
        return tf.sum(kl).dataSync()[0] as number;
      };
      const expected = quadratic.dataSync()[0] as number;
      for (const first of [true, false]) {
        const curvature = (klSum(first, h) + klSum(first, -h)) / (h * h);
        expect(curvature).toBeAllClose(expected, { rtol: 0.02 });
      }
    });
  });
});
