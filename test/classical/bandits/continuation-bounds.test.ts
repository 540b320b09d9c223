import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundContinuation,
  createContinuationBounds,
} from "../../../src/classical/bandits/continuation-bounds.ts";

/** D by its recursion, begun with 0 so many pulls ahead that nothing else matters. */
function continuation(
  successes: number,
  failures: number,
  discount: number,
  lambda: number,
): number {
  // discount^depth is below 1e-13.
  const depth = Math.ceil(-30 / Math.log(discount));
  const values = new Float64Array(depth + 2);
  for (let n = depth; n >= 0; n--) {
    for (let i = 0; i <= n; i++) {
      const mean = (successes + i) / (successes + failures + n);
      const [failed, succeeded] = [Math.max(0, values[i]!), Math.max(0, values[i + 1]!)];
      values[i] = mean - lambda + discount * (mean * succeeded + (1 - mean) * failed);
    }
  }
  return values[0]!;
}

describe("boundContinuation", () => {
  const problems = fc.record({
    successes: fc.integer({ min: 1, max: 60 }),
    failures: fc.integer({ min: 1, max: 60 }),
    discount: fc.double({ min: 0.3, max: 0.97, noNaN: true }),
    lambda: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("bounds D, however far it looks ahead", () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: 1, max: 300 }), (problem, depth) => {
        const { successes, failures, discount, lambda } = problem;
        const exact = continuation(successes, failures, discount, lambda);
        const { lower, upper } = createContinuationBounds(depth);
        boundContinuation({ ...problem, depth }, { lower, upper });
        const rounding = 1e-10;
        expect(lower[0]).toBeLessThanOrEqual(exact + rounding);
        expect(upper[0]).toBeGreaterThanOrEqual(exact - rounding);
        // At the end, the bounds differ by at most sqrt(variance) / 2 / (1 - discount).
        const gap = 1 / (4 * Math.sqrt(successes + failures + depth + 1) * (1 - discount));
        expect(upper[0]! - lower[0]!).toBeLessThanOrEqual(discount ** depth * gap + rounding);
      }),
      { numRuns: 200 },
    );
  });

  it("shows what it finds on the way, also of states that are not worth a pull", () => {
    const problem = { successes: 1, failures: 1, discount: 0.8, lambda: 0.6 };
    const bounds = createContinuationBounds(100);
    const seen: number[] = [];
    boundContinuation({ ...problem, depth: 100 }, bounds, {
      pulls: 2,
      firstState: () => 0,
      read(pulls, begin, end) {
        for (let i = begin; i < end; i++) {
          const exact = continuation(1 + i, 1 + pulls - i, problem.discount, problem.lambda);
          expect(bounds.lower[i]).toBeCloseTo(exact, 8);
          expect(bounds.upper[i]).toBeCloseTo(exact, 8);
          seen.push(pulls);
        }
      },
    });
    expect(seen).toEqual([2, 2, 2, 1, 1, 0]);
  });
});
