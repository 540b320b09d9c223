import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { gaussNewtonProduct } from "../../src/meta/gauss-newton.ts";
import type { Params } from "../../src/nn/params.ts";

beforeAll(() => useBackend("onnx"));

describe("gaussNewtonProduct", () => {
  it("is Jᵀ M J v of a non-linear model with two outputs", () => {
    // y₁ = [a₀ a₁, sin a₀], y₂ = [b²], at a = (0.5, -1), b = 2, so that the Jacobian in (a₀, a₁, b) is
    //   [a₁, a₀, 0; cos a₀, 0, 0; 0, 0, 2b], and M = diag(1, 2, 3).
    const [a0, a1, b] = [0.5, -1, 2];
    const J = [
      [a1, a0, 0],
      [Math.cos(a0), 0, 0],
      [0, 0, 2 * b],
    ];
    const v = [0.3, -0.2, 0.7];
    const MJv = J.map((row, i) => (i + 1) * row.reduce((sum, x, j) => sum + x * v[j]!, 0));
    const expected = v.map((_, j) => J.reduce((sum, row, i) => sum + row[j]! * MJv[i]!, 0));

    tf.tidy(() => {
      const outputs = (params: Params): Params => {
        const [x0, x1] = tf.unstack(params["a"] as Tensor) as [Tensor, Tensor];
        return {
          y1: tf.stack([tf.mul(x0, x1), tf.sin(x0)]),
          y2: tf.square(params["b"] as Tensor),
        };
      };
      const product = gaussNewtonProduct(
        outputs,
        ({ y1, y2 }) => ({
          y1: tf.mul(y1 as Tensor, tf.tensor1d([1, 2])),
          y2: tf.mul(y2 as Tensor, 3),
        }),
        { a: tf.tensor1d([a0, a1]), b: tf.tensor1d([b]) },
        { a: tf.tensor1d(v.slice(0, 2)), b: tf.tensor1d(v.slice(2)) },
      );
      const actual = [product["a"], product["b"]].flatMap((t) => Array.from(t?.dataSync() ?? []));
      expect(actual).toBeAllClose(expected, { rtol: 1e-5 });
    });
  });
});
