import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solveCholesky } from "../../src/rl/cholesky.ts";

describe("solveCholesky", () => {
  it("solves a system that can be checked by hand", () => {
    // [4 2; 2 3] [1, 2] = [8, 8]; what stands above the diagonal is not read.
    const solution = solveCholesky(new Float64Array([4, NaN, 2, 3]), new Float64Array([8, 8]));
    expect(solution).toBeAllClose([1, 2], { rtol: 1e-14 });
  });

  it("inverts A = B Bᵀ + I for any B", () => {
    const element = fc.double({ min: -3, max: 3, noNaN: true });
    const system = fc.integer({ min: 1, max: 6 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        factor: fc.array(element, { minLength: n * n, maxLength: n * n }),
        solution: fc.array(element, { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(system, ({ n, factor, solution }) => {
        const dot = (i: number, j: number): number =>
          solution.reduce(
            (sum, _, k) => sum + (factor[i * n + k] ?? NaN) * (factor[j * n + k] ?? NaN),
            i === j ? 1 : 0,
          );
        const matrix = Float64Array.from({ length: n * n }, (_, at) =>
          dot(Math.floor(at / n), at % n),
        );
        const rightSide = Float64Array.from(solution, (_, i) =>
          solution.reduce((sum, x, j) => sum + (matrix[i * n + j] ?? NaN) * x, 0),
        );
        expect(solveCholesky(matrix, rightSide)).toBeAllClose(solution, { rtol: 1e-9, atol: 1e-9 });
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["singular", [1, 1, 1, 1]],
    ["indefinite", [1, 2, 2, 1]],
    ["not finite", [1, NaN, NaN, 1]],
  ])("finds no solution where the matrix is %s", (_, matrix) => {
    expect(solveCholesky(new Float64Array(matrix), new Float64Array([1, 2]))).toBeUndefined();
  });
});
