// TRPO's step on a small problem whose curvature, direction and step are worked out by hand.

import { describe, expect, it } from "vitest";
import { startStopwatch } from "../../src/meta-rl/stopwatch.ts";
import { trustRegionDirection, trustRegionStep } from "../../src/meta/trust-region.ts";
import type { TrustRegionObjective } from "../../src/meta/trust-region-objective.ts";
import { at, linear, options } from "./linear-objective.ts";

describe("trustRegionDirection", () => {
  it("scales the direction to the edge of the trust region", () => {
    const scale = Math.sqrt((2 * options.maxKl) / 1.25);
    expect(trustRegionDirection(linear(), options)).toBeAllClose([scale, scale / 4]);
  });

  it("damps the curvature", () => {
    // (diag(1, 4) + I)⁻¹ g = (½, ⅕), and gᵀ that is 0.7
    const scale = Math.sqrt((2 * options.maxKl) / 0.7);
    expect(trustRegionDirection(linear(), { ...options, cgDamping: 1 })).toBeAllClose([
      scale / 2,
      scale / 5,
    ]);
  });

  it("is 0 where the gradient is", () => {
    expect(trustRegionDirection(linear([0, 0]), options)).toBeAllClose([0, 0]);
  });

  it("rejects a curvature that is not finite", () => {
    expect(() => trustRegionDirection(linear([NaN, 1]), options)).toThrow(
      "trustRegionDirection: the curvature along the direction must be finite and not negative, got NaN",
    );
  });

  it("rejects a curvature that is negative", () => {
    const saddle = { ...linear(), curvatureProduct: (v: Float64Array) => v.map((x) => -x) };
    expect(() => trustRegionDirection(saddle, options)).toThrow("got -2; raise outer.cgDamping");
  });
});

describe("trustRegionStep", () => {
  it("lowers the loss within the trust region", () => {
    const stopwatch = startStopwatch();
    const found = trustRegionStep(linear(), at, options, stopwatch);
    expect(found.loss).toBeLessThan(0);
    expect(found.kl).toBeLessThan(options.maxKl);
    expect(found.isAccepted).toBe(true);
    const { direction, lineSearch: search, total } = stopwatch.seconds();
    expect(Math.min(direction, search)).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(direction + search);
  });

  it("names a loss that is not finite", () => {
    const objective: TrustRegionObjective = { ...linear(), loss: NaN };
    expect(() => trustRegionStep(objective, at, options, startStopwatch())).toThrow(
      "trustRegionStep: the surrogate loss must be finite, got NaN",
    );
  });
});
