import { describe, expect, it } from "vitest";
import { lineSearch } from "../../src/meta/line-search.ts";
import { at, linear, options } from "./linear-objective.ts";

describe("lineSearch", () => {
  it("shrinks the step until the divergence is below the bound", () => {
    // A step of (1, 0) has divergence ½ fraction², which must be below 0.1: 1 and ½ fail, ¼ passes.
    const found = lineSearch(linear(), at, Float64Array.of(1, 0), options);
    expect(found).toMatchObject({ isAccepted: true, trials: 3 });
    expect(found.kl).toBeCloseTo(0.5 / 16, 12);
    expect(found.loss).toBeCloseTo(-0.25, 12);
    expect(found.params).toBeAllClose([0.25, -0.5]);
  });

  it("returns a copy of the current parameters when no trial lowers the loss", () => {
    const found = lineSearch(linear(), at, Float64Array.of(-0.1, 0), options);
    expect(found).toMatchObject({ isAccepted: false, trials: 4, kl: 0, loss: 0 });
    expect(found.params).toEqual(at);
    expect(found.params).not.toBe(at);
  });

  it.each(["loss", "kl"])("never accepts a %s that is not finite", (key) => {
    const objective = { ...linear(), evaluate: () => ({ loss: -1, kl: 0, [key]: NaN }) };
    const found = lineSearch(objective, at, Float64Array.of(0.1, 0), options);
    expect(found.isAccepted).toBe(false);
  });
});
