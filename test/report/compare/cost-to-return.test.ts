import { describe, expect, it } from "vitest";
import { chooseReturn, costToReturn } from "../../../src/report/compare/cost-to-return.ts";
import { sketchRun } from "./compared-runs.ts";

/** Trailing means: 0, 1, 2, 3, 4, 6 and 10, 10. */
const slow = sketchRun({ seed: 1, returns: [0, 2, 4, 6, 8, 10], steps: 10, seconds: 2 });
const fast = sketchRun({ seed: 2, returns: [10, 10], steps: 100, seconds: 3 });

describe("costToReturn", () => {
  it("counts environment steps and seconds until the trailing return is first reached", () => {
    const cost = costToReturn({ name: "m", runs: [slow, fast] }, 3);
    // The slow run in its fourth outer step, after 40 steps and 8 s; the fast one in its first, after 100 steps and 3 s.
    expect(cost.reached).toBe(2);
    expect(cost.environmentSteps?.mean).toBe(70);
    expect(cost.seconds?.mean).toBe(5.5);
    expect(cost.seconds?.ci95?.[0]).toBeCloseTo(5.5 - 12.706205 * 2.5, 4);
  });

  it("has no means unless all seeds reach it", () => {
    expect(costToReturn({ name: "m", runs: [slow, fast] }, 7)).toEqual({ reached: 1 });
    expect(costToReturn({ name: "m", runs: [slow] }, 6.01)).toEqual({ reached: 0 });
  });
});

describe("chooseReturn", () => {
  it("lies 90 % of the way from the worst start to the best end, of means over seeds", () => {
    const other = sketchRun({ seed: 1, returns: [-2, -6] });
    const methods = [
      { name: "a", runs: [slow, fast] },
      { name: "b", runs: [other] },
    ];
    // Starts are (0 + 10) / 2 = 5 and -2; ends are (6 + 10) / 2 = 8 and -4.
    expect(chooseReturn(methods)).toBeCloseTo(-2 + 0.9 * 10);
  });
});
