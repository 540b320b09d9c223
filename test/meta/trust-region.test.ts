// TRPO's step on a small least-squares problem whose Gauss-Newton matrix, direction and step are worked out by hand.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { lineSearch } from "../../src/meta/line-search.ts";
import { startStopwatch } from "../../src/meta/stopwatch.ts";
import {
  curvatureProduct,
  trustRegionDirection,
  trustRegionStep,
} from "../../src/meta/trust-region.ts";
import type {
  TrustRegionObjective,
  TrustRegionOptions,
} from "../../src/meta/trust-region-objective.ts";
import { flattenParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";

beforeAll(() => useBackend("onnx"));

// Outputs y = (x₀, 2 x₁) with metric M = I, so that H = JᵀJ = diag(1, 4) and the divergence is ½ |y - y₀|².
// The loss is g · x with g = (1, 1): the direction is H⁻¹ g = (1, ¼), and gᵀ H⁻¹ g = 1.25.
const at = [0.5, -0.5];
const options: TrustRegionOptions = {
  maxKl: 0.1,
  cgIterations: 5,
  cgResidualTolerance: 1e-12,
  cgDamping: 0,
  lineSearchSteps: 4,
  lineSearchShrink: 0.5,
};

function outputs(params: Params): { y: Tensor } {
  return { y: tf.mul(params["x"] as Tensor, tf.tensor1d([1, 2])) };
}

function linear(slope: number[] = [1, 1]): TrustRegionObjective {
  return {
    outputs,
    metric: (tangent) => tangent,
    surrogate: (params) => tf.sum(tf.mul(params["x"] as Tensor, tf.tensor1d(slope))),
    divergence: (params) => {
      const offset = tf.sub(outputs(params).y, tf.tensor1d([0.5, -1]));
      return tf.mul<Scalar>(tf.sum(tf.square(offset)), 0.5);
    },
  };
}

const parameters = (): Params => ({ x: tf.tensor1d(at) });

describe("curvatureProduct", () => {
  it("is the damped Gauss-Newton product", () => {
    tf.tidy(() => {
      const product = curvatureProduct(linear(), parameters(), tf.tensor1d([3, 5]), 0.1);
      expect(product.dataSync()).toBeAllClose([3.3, 20.5]);
    });
  });
});

describe("trustRegionDirection", () => {
  it("scales the direction to the edge of the trust region", () => {
    tf.tidy(() => {
      const step = trustRegionDirection(linear(), parameters(), tf.tensor1d([1, 1]), options);
      const scale = Math.sqrt((2 * options.maxKl) / 1.25);
      expect(step.dataSync()).toBeAllClose([scale, scale / 4]);
    });
  });

  it("is 0 where the gradient is", () => {
    tf.tidy(() => {
      const step = trustRegionDirection(linear(), parameters(), tf.zeros([2]), options);
      expect(Array.from(step.dataSync())).toEqual([0, 0]);
    });
  });

  it("rejects a curvature that is not finite", () => {
    tf.tidy(() => {
      expect(() =>
        trustRegionDirection(linear(), parameters(), tf.tensor1d([NaN, 1]), options),
      ).toThrow(
        "trustRegionDirection: the curvature along the direction must be finite and not negative, got NaN",
      );
    });
  });
});

describe("lineSearch", () => {
  it("shrinks the step until the divergence is below the bound", () => {
    tf.tidy(() => {
      // A step of (1, 0) has divergence ½ fraction², which must be below 0.1: 1 and ½ fail, ¼ passes.
      const found = lineSearch(linear(), parameters(), tf.tensor1d([1, 0]), 0, options);
      expect(found).toMatchObject({ isAccepted: true, trials: 3 });
      expect(found.kl).toBeCloseTo(0.5 / 16, 6);
      expect(found.loss).toBeCloseTo(-0.25, 6);
      expect(flattenParams(found.params).dataSync()).toBeAllClose([0.25, -0.5]);
    });
  });

  it("returns the current parameters when no trial lowers the loss", () => {
    tf.tidy(() => {
      const found = lineSearch(linear(), parameters(), tf.tensor1d([-0.1, 0]), 0, options);
      expect(found).toMatchObject({ isAccepted: false, trials: 4, kl: 0, loss: 0 });
      expect(flattenParams(found.params).dataSync()).toBeAllClose(at);
    });
  });

  it("never accepts a loss that is not finite", () => {
    tf.tidy(() => {
      const objective = { ...linear(), surrogate: () => tf.scalar(NaN) };
      const found = lineSearch(objective, parameters(), tf.tensor1d([0.1, 0]), 0, options);
      expect(found.isAccepted).toBe(false);
    });
  });
});

describe("trustRegionStep", () => {
  it("lowers the loss within the trust region and leaks nothing", () => {
    const params = parameters();
    const before = tf.memory().numTensors;
    const stopwatch = startStopwatch();
    const found = trustRegionStep(linear(), params, options, stopwatch);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(found.lossBefore).toBeCloseTo(0, 6);
    expect(found.loss).toBeLessThan(0);
    expect(found.kl).toBeLessThan(options.maxKl);
    expect(found.isAccepted).toBe(true);
    const { gradient, direction, lineSearch: search, total } = stopwatch.seconds();
    expect(Math.min(gradient, direction, search)).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(gradient + direction + search);
    tf.dispose([...Object.values(params), ...Object.values(found.params)]);
  });

  it("names a loss that is not finite", () => {
    tf.tidy(() => {
      const objective = linear([NaN, 1]);
      expect(() => trustRegionStep(objective, parameters(), options, startStopwatch())).toThrow(
        "surrogateGradient: the surrogate loss must be finite, got NaN",
      );
    });
  });
});
