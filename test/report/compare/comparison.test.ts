import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/report/compare/comparison.ts";
import { sketchRun } from "./compared-runs.ts";

const slow = sketchRun({
  folder: "slow",
  preset: "slow",
  config: { a: 1 },
  returns: [0, 2],
  steps: 50,
});
const fast = sketchRun({
  folder: "fast",
  preset: "fast",
  config: { a: 2 },
  returns: [4, 8],
  steps: 60,
});

describe("compareRuns", () => {
  it("ranks methods at the environment steps that all have taken", () => {
    const comparison = compareRuns([slow, fast]);
    expect(comparison).toMatchObject({
      environment: "toy@1",
      environmentSteps: 100,
      // 90 % of the way from 0 to (4 + 8) / 2
      targetReturn: 5.4,
      isTargetGiven: false,
      reference: "slow",
      ranking: ["fast", "slow"],
    });
    const [first, second] = comparison.methods;
    expect(first).toMatchObject({ name: "slow", trainingReturn: { mean: 1 } });
    expect(first?.difference).toBeUndefined();
    // Within 100 steps the fast method made one outer step.
    expect(second).toMatchObject({ name: "fast", trainingReturn: { mean: 4 } });
    expect(second?.difference?.pairedSeeds).toEqual([1]);
    expect(second?.runs).toEqual([
      {
        folder: "fast",
        seed: 1,
        command: "acclimate train toy --preset fast --seed 1",
        backend: "cpu (tfjs 4.22.0)",
        outerSteps: 2,
        environmentSteps: 120,
        seconds: 2,
      },
    ]);
  });

  it("takes the reference, the return and the names that are asked for", () => {
    const labels = new Map([["fast", "A"]]);
    const comparison = compareRuns([slow, fast], { labels, reference: "A", targetReturn: 3 });
    expect(comparison).toMatchObject({ reference: "A", targetReturn: 3, isTargetGiven: true });
    expect(comparison.methods[0]?.difference?.returns[0]?.mean).toBe(0);
    expect(comparison.methods[1]?.difference).toBeUndefined();
    expect(() => compareRuns([slow, fast], { reference: "fsat" })).toThrow(
      '--reference: must be one of "slow", "fast", got "fsat"; did you mean "fast"?',
    );
  });

  it("ranks methods last whose first outer step takes more", () => {
    const large = sketchRun({
      folder: "l",
      preset: "large",
      config: { a: 3 },
      steps: 101,
      returns: [9],
    });
    const { ranking, methods } = compareRuns([large, slow, fast]);
    expect(ranking).toEqual(["fast", "slow", "large"]);
    expect(methods[0]?.trainingReturn).toBeUndefined();
  });

  it("counts the environment of an oracle as the one that it wraps, and rejects others", () => {
    const oracle = { folder: "o", preset: "oracle", config: { b: 1 }, hash: "other" };
    const wrapped = sketchRun({ ...oracle, environment: "toy@1-task-observed" });
    expect(compareRuns([wrapped, slow]).environment).toBe("toy@1");
    const foreign = sketchRun({ ...oracle, environment: "toy@2" });
    expect(() => compareRuns([slow, foreign])).toThrow(
      'compare: runs must be on one environment, got toy@1 in "slow" and toy@2 in "o"',
    );
    expect(() => compareRuns([slow, sketchRun(oracle)])).toThrow(
      'compare: an environment must do the same in all runs, got two definitions of toy@1, in "slow" and "o"; ' +
        "train the older run again",
    );
    expect(() => compareRuns([])).toThrow("compare: must have at least one run, got 0");
  });
});
