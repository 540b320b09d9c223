import { describe, expect, it } from "vitest";
import { differenceTo } from "../../../src/report/compare/difference.ts";
import { sketchRun } from "./compared-runs.ts";
import type { RunSketch } from "./compared-runs.ts";

function method(...runs: readonly RunSketch[]) {
  return { name: "m", runs: runs.map(sketchRun) };
}

const T1 = 12.706205;
const T2 = 4.302653;
const Z = 1.959964;

describe("differenceTo", () => {
  it("pairs seeds and tasks; the interval is over the mean differences of seeds", () => {
    const reference = method(
      {
        seed: 1,
        heldOut: [
          [0, 10],
          [0, 90],
        ],
      },
      {
        seed: 2,
        heldOut: [
          [5, 50],
          [7, 70],
        ],
      },
      {
        seed: 9,
        heldOut: [
          [0, 0],
          [0, 0],
        ],
      },
    );
    const own = method(
      {
        seed: 2,
        heldOut: [
          [5, 51, 0],
          [8, 73, 0],
        ],
      },
      {
        seed: 1,
        heldOut: [
          [4, 16, 0],
          [2, 94, 0],
        ],
      },
    );
    const { pairedSeeds, over, returns } = differenceTo(reference, own);
    expect(pairedSeeds).toEqual([2, 1]);
    expect(over).toBe("seeds");
    // Before: seed 2 has (0 + 1) / 2, seed 1 (4 + 2) / 2. After one step: (1 + 3) / 2 and (6 + 4) / 2.
    expect(returns.map(({ mean }) => mean)).toEqual([1.75, 3.5]);
    const margins = returns.map(({ ci95 = [NaN, NaN] }) => (ci95[1] - ci95[0]) / 2);
    expect(margins).toBeAllClose([T1 * 1.25, T1 * 1.5], { rtol: 1e-6 });
  });

  it("has the interval over tasks where one seed is paired", () => {
    const { over, returns } = differenceTo(
      method({ heldOut: [[10], [20], [30]] }),
      method({ heldOut: [[11], [23], [35]] }),
    );
    // Differences 1, 3, 5: mean 3, standard error 2 / sqrt(3).
    expect(over).toBe("tasks");
    expect(returns[0]?.mean).toBe(3);
    expect(returns[0]?.ci95?.[1]).toBeCloseTo(3 + (Z * 2) / Math.sqrt(3), 5);
  });

  it("compares means where the tasks of a seed differ, and says so", () => {
    const { pairedSeeds, unpairedBecause, over, returns } = differenceTo(
      method({ heldOut: [[1], [3]], tasks: [1, 2] }),
      method({ heldOut: [[6], [10]], tasks: [1, 3] }),
    );
    expect({ pairedSeeds, unpairedBecause, over }).toEqual({
      pairedSeeds: [],
      unpairedBecause: "other held-out tasks with seed 1",
      over: "tasks",
    });
    // Squared standard errors 2 / 2 and 8 / 2.
    expect(returns[0]?.mean).toBe(6);
    expect(returns[0]?.ci95?.[0]).toBeCloseTo(6 - Z * Math.sqrt(5), 5);
  });

  it("compares means of other seeds by Welch's t", () => {
    const { unpairedBecause, over, returns } = differenceTo(
      method({ seed: 1, heldOut: [[0]] }, { seed: 2, heldOut: [[2]] }, { seed: 3, heldOut: [[4]] }),
      method({ seed: 4, heldOut: [[7]] }, { seed: 5, heldOut: [[8]] }, { seed: 6, heldOut: [[9]] }),
    );
    expect({ unpairedBecause, over }).toEqual({
      unpairedBecause: "no seed in common",
      over: "seeds",
    });
    // Squared standard errors 4 / 3 and 1 / 3: (5 / 3)² / ((4 / 3)² / 2 + (1 / 3)² / 2) = 2.94 degrees, rounded down to 2.
    expect(returns[0]?.mean).toBe(6);
    expect(returns[0]?.ci95?.[1]).toBeCloseTo(6 + T2 * Math.sqrt(5 / 3), 4);
  });

  it("claims no interval for one seed against several, nor for one task against one", () => {
    const one = method({ seed: 1, heldOut: [[1]] });
    const several = method({ seed: 2, heldOut: [[2]] }, { seed: 3, heldOut: [[4]] });
    expect(differenceTo(one, several)).toEqual({
      pairedSeeds: [],
      unpairedBecause: "no seed in common",
      returns: [{ innerSteps: 0, mean: 2 }],
    });
    const other = method({ seed: 2, heldOut: [[3]] });
    expect(differenceTo(one, other).returns).toEqual([{ innerSteps: 0, mean: 2 }]);
  });

  it("is certain where nothing varies", () => {
    const same = (seed: number, value: number) =>
      method(...[0, 1].map((k) => ({ seed: seed + k, heldOut: [[value]] })));
    expect(differenceTo(same(1, 0), same(3, 2)).returns[0]?.ci95).toEqual([2, 2]);
  });
});
