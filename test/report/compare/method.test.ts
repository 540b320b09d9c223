import { describe, expect, it } from "vitest";
import { groupRuns } from "../../../src/report/compare/method.ts";
import { sketchRun } from "./compared-runs.ts";

describe("groupRuns", () => {
  it("puts runs together that differ in nothing but their seed, whatever the order of fields", () => {
    const methods = groupRuns([
      sketchRun({ folder: "a", seed: 1, config: { outer: { maxKl: 0.01, steps: 2 } } }),
      sketchRun({ folder: "b", seed: 1, config: { outer: { maxKl: 0.02, steps: 2 } } }),
      sketchRun({ folder: "c", seed: 2, config: { outer: { steps: 2, maxKl: 0.01 } } }),
    ]);
    expect(methods.map(({ runs }) => runs.map(({ folder }) => folder))).toEqual([
      ["a", "c"],
      ["b"],
    ]);
    expect(methods.map(({ name }) => name)).toEqual([
      "quick, outer.maxKl=0.01",
      "quick, outer.maxKl=0.02",
    ]);
  });

  it("keeps experiments apart that have the same configuration", () => {
    const runs = ["maml", "rl2"].map((experiment) => sketchRun({ folder: experiment, experiment }));
    expect(groupRuns(runs).map(({ name }) => name)).toEqual(["maml quick", "rl2 quick"]);
  });

  it("takes names that are given", () => {
    const runs = [1, 2].map((seed) => sketchRun({ folder: `${seed}`, seed }));
    expect(groupRuns(runs, new Map([["2", "MAML"]]))[0]?.name).toBe("MAML");
  });

  it("rejects one seed twice, and names that are not one to one", () => {
    const twice = ["a", "b"].map((folder) => sketchRun({ folder, seed: 7 }));
    expect(() => groupRuns(twice)).toThrow(
      'compare: runs with one configuration must have different seeds, got seed 7 in "a" and "b"; leave one out',
    );
    const one = ["a", "b"].map((folder, seed) => sketchRun({ folder, seed }));
    const names = new Map([
      ["a", "x"],
      ["b", "y"],
    ]);
    expect(() => groupRuns(one, names)).toThrow(
      '--label: must give one name to runs that differ only in their seed, got ["x", "y"]',
    );
    const two = ["a", "b"].map((folder) =>
      sketchRun({ folder, preset: folder, config: { folder } }),
    );
    expect(() => groupRuns(two, new Map(["a", "b"].map((folder) => [folder, "x"])))).toThrow(
      '--label: names of methods must differ, got "x" twice; runs of one method have one configuration',
    );
  });
});
