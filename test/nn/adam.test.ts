import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ConfigError, NumericalError, ShapeError } from "../../src/errors.ts";
import {
  adamStateFromParams,
  adamStateToParams,
  adamStep,
  clipNorm,
  createAdam,
} from "../../src/nn/adam.ts";
import type { AdamState } from "../../src/nn/adam.ts";
import { disposeParams } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";

beforeAll(async () => {
  await useBackend("onnx");
});

const arrayOf = (...values: number[]): Float64Array => Float64Array.from(values);

describe("adamStep", () => {
  it("makes a first step of the learning rate against the sign of the gradient", () => {
    // m = 0.1 g, v = 0.001 g², m̂ = g, v̂ = g²: the step is α g / (|g| + ε). A gradient of 0 makes no step.
    const { params, state } = adamStep(arrayOf(1, 1, 1), arrayOf(2, -0.5, 0), createAdam(3), {
      learningRate: 0.1,
    });
    expect(params).toBeAllClose([0.9, 1.1, 1], { rtol: 1e-7 });
    expect(params[2]).toBe(1);
    expect(state.steps).toBe(1);
    expect(state.mean).toBeAllClose([0.2, -0.05, 0], { rtol: 1e-7 });
    expect(state.variance).toBeAllClose([0.004, 0.00025, 0], { rtol: 1e-7 });
  });

  it("makes a second step as worked out by hand", () => {
    // β₁ = β₂ = 0.5, ε = 1, α = 0.5, gradients 4 and −2 (powers of two, so that float32 rounds nothing):
    // m₁ = 2, v₁ = 8, m̂₁ = 4, v̂₁ = 16: θ₁ = 1 − 0.5 · 4 / (4 + 1) = 0.6.
    // m₂ = 0.5 · 2 + 0.5 · −2 = 0, v₂ = 0.5 · 8 + 0.5 · 4 = 6: no step, θ₂ = 0.6.
    // Third gradient 8: m₃ = 4, v₃ = 3 + 32 = 35; m̂₃ = 4 / 0.875, v̂₃ = 35 / 0.875 = 40:
    // θ₃ = 0.6 − 0.5 · 4.571428571 / (6.324555320 + 1) = 0.6 − 0.31206185 = 0.28793815.
    const options = { learningRate: 0.5, beta1: 0.5, beta2: 0.5, epsilon: 1 };
    const first = adamStep(arrayOf(1), arrayOf(4), createAdam(1), options);
    expect(first.params[0]).toBeCloseTo(0.6, 14);
    const second = adamStep(first.params, arrayOf(-2), first.state, options);
    expect(second.params[0]).toBeCloseTo(0.6, 14);
    const third = adamStep(second.params, arrayOf(8), second.state, options);
    expect(third.params).toBeAllClose([0.28793815], { rtol: 1e-8 });
    expect(third.state).toEqual({
      steps: 3,
      mean: Float32Array.of(4),
      variance: Float32Array.of(35),
    });
  });

  // The algorithm of torch.optim.Adam as PyTorch 2 documents it (amsgrad, weight_decay and maximize off), in float64 and
  // one element at a time; written from that documentation, without this project's code.
  it("follows the documented algorithm of torch.optim.Adam for 200 steps", () => {
    const rng = createRandom(5);
    const gradients = Array.from({ length: 200 }, () =>
      Float64Array.from({ length: 4 }, (_, i) => 10 ** (i - 2) * (rng.normal() + 0.3)),
    );
    const [lr, beta1, beta2, eps] = [1e-2, 0.9, 0.999, 1e-8];
    const expected = [0, 1, 2, 3].map((i) => {
      let [theta, m, v] = [i, 0, 0];
      gradients.forEach((gradient, step) => {
        const g = gradient[i] ?? NaN;
        m = beta1 * m + (1 - beta1) * g;
        v = beta2 * v + (1 - beta2) * g * g;
        const [mHat, vHat] = [m / (1 - beta1 ** (step + 1)), v / (1 - beta2 ** (step + 1))];
        theta -= (lr * mHat) / (Math.sqrt(vHat) + eps);
      });
      return theta;
    });
    let params = arrayOf(0, 1, 2, 3);
    let state = createAdam(4);
    for (const gradient of gradients) {
      ({ params, state } = adamStep(params, gradient, state, { learningRate: lr }));
    }
    // Moments are kept in float32: each step is off by a relative 6e-8 or so, of a step of at most 1e-2.
    expect(params).toBeAllClose(expected, { rtol: 0, atol: 200 * 1e-2 * 1e-6 });
    expect(expected.every((theta, i) => Math.abs(theta - i) > 0.05)).toBe(true);
  });

  it("goes on from stored tensors bit for bit", () => {
    const rng = createRandom(6);
    const draw = (): Float64Array => Float64Array.from({ length: 5 }, () => rng.normal());
    let { params, state } = adamStep(draw(), draw(), createAdam(5), { learningRate: 0.1 });
    ({ params, state } = adamStep(params, draw(), state, { learningRate: 0.1 }));
    const stored = adamStateToParams(state);
    const restored = adamStateFromParams(stored);
    disposeParams(stored);
    const gradient = draw();
    expect(adamStep(params, gradient, restored, { learningRate: 0.1 })).toEqual(
      adamStep(params, gradient, state, { learningRate: 0.1 }),
    );
  });

  it("changes none of its arguments", () => {
    const [params, gradient, state] = [arrayOf(1, 2), arrayOf(3, 4), createAdam(2)];
    adamStep(params, gradient, state, { learningRate: 1 });
    expect([params, gradient, state]).toEqual([arrayOf(1, 2), arrayOf(3, 4), createAdam(2)]);
  });

  it("names the element that is not finite", () => {
    const step = (params: Float64Array, gradient: Float64Array, state: AdamState): unknown =>
      adamStep(params, gradient, state, { learningRate: 1 });
    const state = createAdam(2);
    expect(() => step(arrayOf(1, 2), arrayOf(0, NaN), state)).toThrow(NumericalError);
    expect(() => step(arrayOf(1, 2), arrayOf(0, NaN), state)).toThrow(
      "adamStep: gradient[1] must be a finite number, got NaN",
    );
    expect(() => step(arrayOf(Infinity, 2), arrayOf(0, 1), state)).toThrow(
      "adamStep: params[0] must be a finite number, got Infinity",
    );
    // 0.001 · 1e21² = 1e39 is beyond float32.
    expect(() => step(arrayOf(1, 2), arrayOf(0, 1e21), state)).toThrow(
      "adamStep: state.variance[1] must be a finite number, got Infinity",
    );
  });

  it("rejects sizes that differ and options out of range", () => {
    const [one, two] = [arrayOf(1), arrayOf(1, 2)];
    expect(() => adamStep(two, one, createAdam(2), { learningRate: 1 })).toThrow(ShapeError);
    expect(() => adamStep(two, one, createAdam(2), { learningRate: 1 })).toThrow(
      "adamStep: gradient must have [2] = 2 elements, got 1",
    );
    expect(() => adamStep(one, one, createAdam(2), { learningRate: 1 })).toThrow(
      "adamStep: state.mean must have [1] = 1 elements, got 2",
    );
    expect(() => adamStep(one, one, createAdam(1), { learningRate: -1 })).toThrow(ConfigError);
    expect(() => adamStep(one, one, createAdam(1), { learningRate: -1 })).toThrow(
      "adamStep.learningRate: must be at least 0, got -1",
    );
    expect(() => adamStep(one, one, createAdam(1), { learningRate: 1, beta2: 1 })).toThrow(
      "adamStep.beta2: must be at least 0 and below 1, got 1",
    );
    expect(() => adamStep(one, one, createAdam(1), { learningRate: 1, epsilon: 0 })).toThrow(
      "adamStep.epsilon: must be positive, got 0",
    );
  });
});

describe("clipNorm", () => {
  it("scales a longer gradient to the norm and returns a shorter one as it is", () => {
    expect(clipNorm(arrayOf(3, 4), 1)).toBeAllClose([0.6, 0.8], { rtol: 1e-15 });
    expect(clipNorm(arrayOf(3, 4), 5)).toEqual(arrayOf(3, 4));
    expect(clipNorm(arrayOf(0, 0), 1)).toEqual(arrayOf(0, 0));
    expect(clipNorm(arrayOf(3e200, 4e200), 1)).toBeAllClose([0.6, 0.8], { rtol: 1e-15 });
  });

  it("never leaves a norm above the limit or turns the gradient", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (elements, maxNorm) => {
          const gradient = Float64Array.from(elements);
          const norm = Math.hypot(...gradient);
          const clipped = clipNorm(gradient, maxNorm);
          expect(Math.hypot(...clipped)).toBeLessThanOrEqual(Math.max(maxNorm, 0) * (1 + 1e-12));
          const factor = Math.min(1, maxNorm / norm);
          expect(clipped).toBeAllClose(norm === 0 ? gradient : gradient.map((g) => g * factor), {
            rtol: 1e-12,
          });
        },
      ),
    );
  });

  it("rejects a limit that is not positive and gradients that are not finite", () => {
    expect(() => clipNorm(arrayOf(1), 0)).toThrow("clipNorm: maxNorm must be positive, got 0");
    expect(() => clipNorm(arrayOf(1, Infinity), 1)).toThrow(
      "clipNorm: gradient[1] must be a finite number, got Infinity",
    );
  });
});

describe("adamStateFromParams", () => {
  it("reads what adamStateToParams made, which checkpoints store", () => {
    const state = {
      steps: 2 ** 24 + 1,
      mean: Float32Array.of(0.1, -1e-30),
      variance: Float32Array.of(1e-40, 3),
    };
    const params = adamStateToParams(state);
    expect(Object.entries(params).map(([name, { shape, dtype }]) => [name, shape, dtype])).toEqual([
      ["mean", [2], "float32"],
      ["variance", [2], "float32"],
      ["steps", [], "int32"],
    ]);
    expect(adamStateFromParams(params)).toEqual(state);
    disposeParams(params);
  });

  it("names the tensor that is missing", () => {
    const params = { mean: tf.tensor1d([1]), steps: tf.scalar(1, "int32") };
    expect(() => adamStateFromParams(params)).toThrow(
      'adamStateFromParams: params must have variance, got ["mean", "steps"]',
    );
    disposeParams(params);
  });
});
