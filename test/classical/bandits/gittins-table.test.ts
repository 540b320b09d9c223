import { describe, expect, it } from "vitest";
import { gittinsIndex } from "../../../src/classical/bandits/gittins-index.ts";
import { gittinsTable } from "../../../src/classical/bandits/gittins-table.ts";
import { ConfigError } from "../../../src/errors.ts";

/** Of float64 numbers. */
const ROUNDING = 1e-12;

describe("gittinsTable", () => {
  it.each([0, 0.5, 0.9, 0.98])(
    "holds the index of each state up to its error for %d",
    (discount) => {
      const pulls = 12;
      const { indices, error } = gittinsTable({ discount, pulls });
      expect(indices).toHaveLength(91); // 1 + 2 + … + 13
      expect(error).toBeLessThan(5e-4);
      for (let n = 0; n <= pulls; n++) {
        for (let s = 0; s <= n; s++) {
          const exact = gittinsIndex({ successes: s + 1, failures: n - s + 1, discount });
          const difference = Math.abs(indices[(n * (n + 1)) / 2 + s]! - exact.index);
          expect(difference).toBeLessThanOrEqual(error + exact.error + ROUNDING);
        }
      }
    },
  );

  it("holds for many pulls too, where most states are not worked through", () => {
    const discount = 0.95;
    const { indices, error } = gittinsTable({ discount, pulls: 200 });
    expect(error).toBeLessThan(5e-4);
    for (const [n, s] of [
      [200, 0],
      [200, 200],
      [200, 90],
      [150, 148],
      [100, 3],
    ] as const) {
      const exact = gittinsIndex({ successes: s + 1, failures: n - s + 1, discount });
      const difference = Math.abs(indices[(n * (n + 1)) / 2 + s]! - exact.index);
      expect(difference).toBeLessThanOrEqual(error + exact.error + ROUNDING);
    }
  });

  it("is closer on a finer grid", () => {
    const errorOf = (gridSize: number): number =>
      gittinsTable({ discount: 0.9, pulls: 10, gridSize }).error;
    expect(errorOf(4000)).toBeLessThan(errorOf(1000) / 3);
  });

  it.each([
    [{ discount: 1 }, "gittinsTable.discount: must lie in [0, 0.9999], got 1"],
    [{ pulls: -1 }, "gittinsTable.pulls: must be an integer >= 0, got -1"],
    [{ gridSize: 10 }, "gittinsTable.gridSize: must be an integer >= 100, got 10"],
  ])("rejects %j", (options, message) => {
    expect(() => gittinsTable({ discount: 0.9, pulls: 5, ...options })).toThrow(
      new ConfigError(message),
    );
  });
});
