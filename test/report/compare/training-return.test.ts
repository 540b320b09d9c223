import { describe, expect, it } from "vitest";
import {
  commonEnvironmentSteps,
  trainingReturn,
} from "../../../src/report/compare/training-return.ts";
import { trailingReturns } from "../../../src/report/compare/trailing-return.ts";
import { sketchRun } from "./compared-runs.ts";

const method = {
  name: "m",
  runs: [
    sketchRun({ seed: 1, returns: [1, 2, 3, 4, 5, 6, 700], steps: 10 }),
    sketchRun({ seed: 2, returns: [10, 20], steps: 31 }),
  ],
};

describe("trailingReturns", () => {
  it("averages five outer steps, or as many as there are so far", () => {
    const { metrics } = sketchRun({ returns: [1, 3, 5, 7, 9, 11] });
    expect(trailingReturns(metrics)).toEqual([1, 2, 3, 4, 5, 7]);
  });
});

describe("commonEnvironmentSteps", () => {
  it("is the end of the run that ends first", () => {
    expect(commonEnvironmentSteps([method])).toBe(62);
  });
});

describe("trainingReturn", () => {
  it("is the mean over seeds of the trailing return within the environment steps", () => {
    // Within 62 steps the first run made 6 outer steps, (2 + 3 + 4 + 5 + 6) / 5 = 4, and the second 2, (10 + 20) / 2 = 15.
    const estimate = trainingReturn(method, 62);
    expect(estimate?.mean).toBe(9.5);
    expect(estimate?.ci95?.[1]).toBeCloseTo(9.5 + 12.706205 * 5.5, 4);
    expect(trainingReturn(method, 31)?.mean).toBe((2 + 10) / 2);
  });

  it("is nothing where an outer step takes more", () => {
    expect(trainingReturn(method, 30)).toBeUndefined();
  });
});
