import { describe, expect, it } from "vitest";
import { adaptationOf } from "../../../src/report/compare/adaptation.ts";
import { sketchRun } from "./compared-runs.ts";
import type { RunSketch } from "./compared-runs.ts";

function method(...runs: readonly RunSketch[]) {
  return { name: "m", runs: runs.map(sketchRun) };
}

describe("adaptationOf", () => {
  it("averages seeds, with their interval", () => {
    const both = method({ heldOut: [[1, 5]] }, { seed: 2, heldOut: [[3, 11]] });
    const { over, returns } = adaptationOf(both);
    expect(over).toBe("seeds");
    expect(returns.map(({ mean }) => mean)).toEqual([2, 8]);
    expect(returns[1]?.ci95).toBeAllClose([8 - 12.706205 * 3, 8 + 12.706205 * 3], { rtol: 1e-6 });
  });

  it("has the interval over tasks of the evaluation where there is one seed and several tasks", () => {
    expect(adaptationOf(method({ heldOut: [[1], [3]] }))).toEqual({
      over: "tasks",
      returns: [{ innerSteps: 0, mean: 2, ci95: [1, 3] }],
    });
    expect(adaptationOf(method({ heldOut: [[1]] })).returns).toEqual([{ innerSteps: 0, mean: 1 }]);
  });
});
