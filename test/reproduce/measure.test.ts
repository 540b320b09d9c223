import { describe, expect, it } from "vitest";
import { findNamed, measure } from "../../src/reproduce/measure.ts";
import { fakeReproduction } from "./fake-reproduction.ts";

const job = {
  row: "3",
  method: "explorer",
  parameters: {},
  seed: 1,
  instances: "evaluation",
} as const;

describe("measure", () => {
  it("yields the total reward of each trial", () => {
    const constant = { ...job, method: "constant", parameters: { choice: 1 } };
    const totals = measure(fakeReproduction, { ...constant, begin: 0, end: 300 });
    // 3 episodes of 4 steps, all rewarded or none.
    expect(new Set(totals)).toEqual(new Set([0, 12]));
    // Right in a third of the tasks: 5 standard errors of a share of 1/3 in 300 are 0.136.
    const share = totals.filter((total) => total === 12).length / 300;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.136);
  });

  it("yields the same for a trial, whichever others are played with it", () => {
    const all = measure(fakeReproduction, { ...job, begin: 0, end: 130 });
    const part = measure(fakeReproduction, { ...job, begin: 37, end: 121 });
    expect(Array.from(part)).toEqual(Array.from(all.subarray(37, 121)));
  });

  it("lets every method meet the same tasks, and tuning others", () => {
    const totals = (instances: "evaluation" | "tuning", choice: number): readonly number[] => {
      const constant = { ...job, method: "constant", parameters: { choice }, instances };
      return Array.from(measure(fakeReproduction, { ...constant, begin: 0, end: 40 }));
    };
    const byChoice = [0, 1, 2].map((choice) => totals("evaluation", choice));
    // Exactly one choice is right in each task.
    for (let trial = 0; trial < 40; trial++) {
      expect(byChoice.reduce((sum, ofChoice) => sum + (ofChoice[trial] ?? NaN), 0)).toBe(12);
    }
    expect(totals("tuning", 0)).not.toEqual(totals("evaluation", 0));
  });
});

describe("findNamed", () => {
  it("says which names there are", () => {
    expect(() => findNamed("method", fakeReproduction.methods, "explore")).toThrow(
      'method: must be one of constant, explorer, got "explore"; did you mean "explorer"?',
    );
  });
});
