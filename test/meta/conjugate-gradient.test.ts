import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { conjugateGradient } from "../../src/meta/conjugate-gradient.ts";

beforeAll(() => useBackend("onnx"));

const A = [
  [4, 1, 0],
  [1, 3, -1],
  [0, -1, 2],
];
const solution = [1, -2, 0.5];
const b = A.map((row) => row.reduce((sum, a, j) => sum + a * solution[j]!, 0));

function solve(iterations: number, residualTolerance = 0): { x: number[]; r: number[] } {
  return tf.tidy(() => {
    const matrix = tf.tensor2d(A);
    const found = conjugateGradient((v) => tf.dot(matrix, v) as Tensor1D, tf.tensor1d(b), {
      iterations,
      residualTolerance,
    });
    return {
      x: Array.from(found.solution.dataSync()),
      r: Array.from(found.residual.dataSync()),
    };
  });
}

describe("conjugateGradient", () => {
  it("solves a system of n unknowns in n iterations", () => {
    expect(solve(3).x).toBeAllClose(solution, { rtol: 1e-4 });
  });

  it("returns the residual b - A x of an unfinished solution", () => {
    const { x, r } = solve(1);
    const expected = A.map((row, i) => row.reduce((sum, a, j) => sum - a * x[j]!, b[i]!));
    expect(r).toBeAllClose(expected, { atol: 1e-5 });
    expect(Math.hypot(...r)).toBeGreaterThan(0.1);
  });

  it("stays at the solution when iterations go on", () => {
    expect(solve(50, 1e-10).x).toBeAllClose(solution, { rtol: 1e-4 });
  });

  it("stays at 0 when the right-hand side is below the tolerance", () => {
    expect(solve(3, 1e6).x).toBeAllClose([0, 0, 0]);
  });
});
