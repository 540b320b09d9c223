// The inner step and its derivatives on a quadratic, where everything has a closed form.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { adapt, innerStep } from "../../src/meta/inner-step.ts";
import type { TaskLoss } from "../../src/meta/inner-step.ts";
import { gradParams, tileParams } from "../../src/nn/params.ts";

beforeAll(() => useBackend("onnx"));

/** Two tasks with L(θ) = ½ (θ - c)ᵀ A (θ - c) each. */
interface Quadratic {
  readonly A: number[][][];
  readonly c: number[][];
}

const inner: Quadratic = {
  A: [
    [
      [2, 0.5],
      [0.5, 1],
    ],
    [
      [1, -0.3],
      [-0.3, 3],
    ],
  ],
  c: [
    [1, -1],
    [0, 2],
  ],
};
const outer: Quadratic = {
  A: [
    [
      [1, 0.2],
      [0.2, 2],
    ],
    [
      [4, 1],
      [1, 1],
    ],
  ],
  c: [
    [0.5, 0.5],
    [-1, 1],
  ],
};
const theta = [0.3, -0.7];
const learningRate = 0.1;

const quadraticLoss: TaskLoss<Quadratic> = (params, { A, c }) => {
  const offset = tf.expandDims(tf.sub(params["theta"] as Tensor, tf.tensor2d(c)), 2); // [tasks, 2, 1]
  const form = tf.matMul(offset, tf.matMul(tf.tensor3d(A), offset), true);
  return tf.mul(tf.reshape(form, [-1]), 0.5);
};

/** A (θ - c) of one task. */
function slope({ A, c }: Quadratic, task: number, at: readonly number[]): number[] {
  return A[task]!.map((row) => row.reduce((sum, a, j) => sum + a * (at[j]! - c[task]![j]!), 0));
}

/** θ - α A (θ - c) of one task, `steps` times. */
function descend(task: number, steps: number): number[] {
  let at = theta;
  for (let k = 0; k < steps; k++) {
    const gradient = slope(inner, task, at);
    at = at.map((x, i) => x - learningRate * gradient[i]!);
  }
  return at;
}

/** Σ over tasks of (I - α A)ᵏ A' (θ' - c'), or without the factor for first order. */
function metaGradient(steps: number, firstOrder: boolean): number[] {
  return [0, 1]
    .map((task) => {
      let g = slope(outer, task, descend(task, steps));
      for (let k = 0; k < (firstOrder ? 0 : steps); k++) {
        const Ag = inner.A[task]!.map((row) => row.reduce((sum, a, j) => sum + a * g[j]!, 0));
        g = g.map((x, i) => x - learningRate * Ag[i]!);
      }
      return g;
    })
    .reduce((a, b) => a.map((x, i) => x + b[i]!));
}

describe("innerStep", () => {
  it("moves each task against its own gradient", () => {
    tf.tidy(() => {
      const params = tileParams({ theta: tf.tensor1d(theta) }, 2);
      const adapted = innerStep(quadraticLoss, params, inner, { learningRate, firstOrder: false });
      expect((adapted["theta"] as Tensor).arraySync()).toBeAllClose([descend(0, 1), descend(1, 1)]);
    });
  });

  it("leaves the parameters that it was given unchanged", () => {
    tf.tidy(() => {
      const params = tileParams({ theta: tf.tensor1d(theta) }, 2);
      innerStep(quadraticLoss, params, inner, { learningRate, firstOrder: false });
      expect((params["theta"] as Tensor).arraySync()).toBeAllClose([theta, theta]);
    });
  });

  it("returns equal parameters at learning rate 0", () => {
    tf.tidy(() => {
      const params = tileParams({ theta: tf.tensor1d(theta) }, 2);
      const adapted = innerStep(quadraticLoss, params, inner, {
        learningRate: 0,
        firstOrder: false,
      });
      expect((adapted["theta"] as Tensor).arraySync()).toBeAllClose([theta, theta]);
    });
  });
});

describe("adapt", () => {
  const gradientThrough = (steps: number, firstOrder: boolean): number[] =>
    tf.tidy(() => {
      const options = Array.from({ length: steps }, () => ({ learningRate, firstOrder }));
      const data = options.map(() => inner);
      const gradient = gradParams(
        (params) =>
          tf.sum<tf.Scalar>(
            quadraticLoss(adapt(quadraticLoss, tileParams(params, 2), data, options), outer),
          ),
        { theta: tf.tensor1d(theta) },
      );
      return Array.from((gradient["theta"] as Tensor).dataSync());
    });

  it.each([1, 2, 3])("has the closed-form meta-gradient after %i steps", (steps) => {
    expect(gradientThrough(steps, false)).toBeAllClose(metaGradient(steps, false), { rtol: 1e-4 });
  });

  it.each([1, 2, 3])("has the first-order meta-gradient after %i steps, which differs", (steps) => {
    expect(gradientThrough(steps, true)).toBeAllClose(metaGradient(steps, true), { rtol: 1e-4 });
    expect(metaGradient(steps, true)).not.toBeAllClose(metaGradient(steps, false), { rtol: 0.05 });
  });

  it("uses each step's own learning rate", () => {
    tf.tidy(() => {
      const params = tileParams({ theta: tf.tensor1d(theta) }, 2);
      const options = [learningRate, 0].map((rate) => ({ learningRate: rate, firstOrder: false }));
      const adapted = adapt(quadraticLoss, params, [inner, inner], options);
      expect((adapted["theta"] as Tensor).arraySync()).toBeAllClose([descend(0, 1), descend(1, 1)]);
    });
  });

  it("returns new tensors even without a step", () => {
    tf.tidy(() => {
      const params = { theta: tf.tensor2d([theta]) };
      const adapted = adapt(quadraticLoss, params, [], []);
      params.theta.dispose();
      expect((adapted["theta"] as Tensor).arraySync()).toBeAllClose([theta]);
    });
  });
});
