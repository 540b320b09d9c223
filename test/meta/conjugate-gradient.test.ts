import { describe, expect, it } from "vitest";
import { conjugateGradient } from "../../src/meta/conjugate-gradient.ts";

const A = [
  [4, 1, 0],
  [1, 3, -1],
  [0, -1, 2],
];
const solution = [1, -2, 0.5];
const times = (v: ArrayLike<number>): Float64Array =>
  Float64Array.from(A, (row) => row.reduce((sum, a, j) => sum + a * v[j]!, 0));
const b = times(solution);

function solve(
  iterations: number,
  residualTolerance = 0,
  product: (v: Float64Array) => Float64Array = times,
): { x: Float64Array; r: Float64Array } {
  const found = conjugateGradient(product, b, { iterations, residualTolerance });
  return { x: found.solution, r: found.residual };
}

describe("conjugateGradient", () => {
  it("solves a system of n unknowns in n iterations", () => {
    expect(solve(3).x).toBeAllClose(solution, { rtol: 1e-12 });
  });

  it("returns the residual b - A x of an unfinished solution", () => {
    const { x, r } = solve(1);
    const product = times(x);
    expect(r).toBeAllClose(
      b.map((element, i) => element - product[i]!),
      { atol: 1e-12 },
    );
    expect(Math.hypot(...r)).toBeGreaterThan(0.1);
  });

  it("makes no more products once the residual is small enough", () => {
    let products = 0;
    const counted = (v: Float64Array): Float64Array => {
      products++;
      return times(v);
    };
    expect(solve(50, 1e-10, counted).x).toBeAllClose(solution, { rtol: 1e-6 });
    expect(products).toBe(3);
  });

  it("solves as well with products rounded to float32", () => {
    const rounded = (v: Float64Array): Float64Array =>
      Float64Array.from(Float32Array.from(times(v)));
    expect(solve(3, 0, rounded).x).toBeAllClose(solution, { rtol: 1e-6 });
  });

  it("stays at 0 when the right-hand side is below the tolerance", () => {
    expect(solve(3, 1e6).x).toBeAllClose([0, 0, 0]);
  });
});
