// The matchers of this project, for use with vitest's `expect`.

import { expect } from "vitest";
import { findDifference, type Numeric, type Tolerance } from "./close.ts";

interface NumericMatchers<Result> {
  /**
   * Passes if all elements are close and the shapes agree; fails on any NaN.
   * @param tolerance - |actual - expected| <= atol + rtol * |expected|; rtol is 1e-5 and atol is 0 unless given
   */
  toBeAllClose(expected: Numeric, tolerance?: Tolerance): Result;
}

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- must repeat the declaration that it extends
  interface Matchers<T = any> extends NumericMatchers<T> {}
}

expect.extend({
  toBeAllClose(actual: unknown, expected: unknown, tolerance?: Tolerance) {
    const difference = findDifference(actual, expected, tolerance);
    return {
      pass: difference === undefined,
      message: () => difference ?? "all elements are close, and must not be",
      actual,
      expected,
    };
  },
});
