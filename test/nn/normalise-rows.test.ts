import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { normaliseRows } from "../../src/nn/normalise-rows.ts";
import { checkGradients } from "../support/check-gradients.ts";

const EPSILON = 1e-5;

const ones = (): { scale: Tensor2D; shift: Tensor2D } => ({
  scale: tf.ones<tf.Rank.R2>([1, 1]),
  shift: tf.zeros<tf.Rank.R2>([1, 1]),
});

describe.each(["cpu", "onnx"])("normaliseRows on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it("subtracts the weighted mean, divides by the weighted deviation, scales and shifts", () => {
    tf.tidy(() => {
      // Task 1: rows 1, 3, 7 with weights 1/2, 1/4, 1/4: mean 3, variance 4/2 + 0/4 + 16/4 = 6.
      // Task 2: rows 2, 4, 9 with weights 1/2, 1/2, 0: mean 3, variance 1; the last row is 6 deviations above.
      const rows = tf.tensor3d([1, 3, 7, 2, 4, 9], [2, 3, 1]);
      const weights = tf.tensor2d([0.5, 0.25, 0.25, 0.5, 0.5, 0], [2, 3]);
      const normal = { scale: tf.tensor2d([2, 1], [2, 1]), shift: tf.tensor2d([0, 10], [2, 1]) };
      const [first, second] = [2 / Math.sqrt(6 + EPSILON), 1 / Math.sqrt(1 + EPSILON)];
      expect(normaliseRows(rows, weights, normal).dataSync()).toBeAllClose(
        [-2 * first, 0, 4 * first, 10 - second, 10 + second, 10 + 6 * second],
        { atol: 1e-5 },
      );
    });
  });

  it("is differentiable twice in rows, scale and shift", () => {
    tf.tidy(() => {
      const weights = tf.tensor2d([0.5, 0.3, 0.2, 0.1, 0.9, 0], [2, 3]);
      const f = (rows: Tensor, scale: Tensor, shift: Tensor): Tensor =>
        tf.square(
          normaliseRows(rows as Tensor3D, weights, {
            scale: scale as Tensor2D,
            shift: shift as Tensor2D,
          }),
        );
      const rows = [0.4, -0.9, 1.3, 0.6, -0.2, 0.8, 1.7, -1.1, 0.5, -0.7, 0.9, -1.5];
      const inputs = [
        tf.tensor3d(rows, [2, 3, 2]),
        tf.tensor2d([0.8, 1.2, 0.5, -0.7], [2, 2]),
        tf.tensor2d([0.3, -0.4, 0.1, 0.6], [2, 2]),
      ];
      checkGradients(f, inputs, { order: 2 });
    });
  });

  // Rows a and b with equal weights: y₁ = d / √(d² + ε), d = (a − b) / 2. So ∂y₁/∂a = ε (d² + ε)^(−3/2) / 2 and
  // ∂²y₁/∂a² = −3 ε d (d² + ε)^(−5/2) / 4.
  it.each([0, 0.001, 0.004])("has exact derivatives where deviations are %f", (d) => {
    tf.tidy(() => {
      const weights = tf.tensor2d([0.5, 0.5], [1, 2]);
      const b = tf.zeros<tf.Rank.R3>([1, 1, 1]);
      const y = (a: Tensor): Tensor =>
        tf.slice(normaliseRows(tf.concat([a as Tensor3D, b], 1), weights, ones()), 0, [1, 1, 1]);
      const a = tf.tensor3d([2 * d], [1, 1, 1]);
      const first = tf.grad(y);
      const second = tf.grad((x) => tf.sum(first(x)));
      const s = d * d + EPSILON;
      expect(first(a).dataSync()).toBeAllClose([(EPSILON * s ** -1.5) / 2], { rtol: 1e-4 });
      expect(second(a).dataSync()).toBeAllClose([(-3 * EPSILON * d * s ** -2.5) / 4], {
        rtol: 1e-4,
        atol: 1e-3,
      });
    });
  });

  it("maps a single row to the shift, with derivatives 0 in the row", () => {
    tf.tidy(() => {
      const y = (row: Tensor): Tensor =>
        tf.square(normaliseRows(row as Tensor3D, tf.ones([1, 1]), ones()));
      const row = tf.tensor3d([5], [1, 1, 1]);
      const first = tf.grad(y);
      const second = tf.grad((x) => tf.sum(first(x)));
      expect([y(row), first(row), second(row)].map((t) => Math.abs(t.dataSync()[0]!))).toEqual([
        0, 0, 0,
      ]);
    });
  });
});
