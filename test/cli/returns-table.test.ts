import { describe, expect, it } from "vitest";
import { renderReturns } from "../../src/cli/returns-table.ts";
import type { Evaluation } from "../../src/meta-rl/evaluation.ts";
import type { InnerStepHealth } from "../../src/meta-rl/health.ts";

const evaluation: Evaluation = {
  environment: "walk@1",
  tasks: 4,
  episodesPerTask: 2,
  returns: [
    { innerSteps: 0, mean: -10, ci95: [-12, -8] },
    { innerSteps: 1, mean: -5.25, ci95: [-6, -4] },
  ],
  perTask: [],
};

const step: InnerStepHealth = {
  innerSteps: 1,
  worse: { any: 0.5, clear: 0.25 },
  worseThanPrevious: { any: 0.75, clear: 0 },
  gain: { mean: 4.875, ci95: [3, 6] },
  gainOverPrevious: { mean: 4.875, ci95: [3, 6] },
  kl: { p10: 0.1, median: 0.1234, p90: 0.2 },
};

/** The lines below the table. */
function linesBelow(shown: Evaluation): readonly string[] {
  const lines = renderReturns(shown).split("\n");
  return lines.slice(lines.findIndex((line) => line.startsWith("└")) + 1);
}

describe("renderReturns", () => {
  it("shows the mean return after each number of inner steps", () => {
    const text = renderReturns(evaluation);
    expect(text).toContain("4 held-out tasks of walk@1, 2 episodes each");
    expect(text).toMatch(/│\s+1 │\s+-5\.25 │\s+-6\.00 to -4\.00 │/);
    expect(linesBelow(evaluation)).toEqual([]);
  });

  it("states below whom adaptation made worse, how far it went, and what was found", () => {
    const findings = [
      { kind: "too-long", text: "It is too long." },
      { kind: "no-gain", text: "It may gain nothing." },
    ] as const;
    const second = { ...step, innerSteps: 2, worse: { any: 0, clear: 0 } };
    const health = { steps: [step, second], nonFinite: [], findings };
    expect(linesBelow({ ...evaluation, health })).toEqual([
      "tasks clearly worse than before adaptation, by inner steps: 25.0 %, 0.0 %",
      "median KL of each inner step: 0.12, 0.12",
      "- It is too long.",
      "- It may gain nothing.",
    ]);
  });

  it("shows the share of tasks that are worse at all where episodes do not tell", () => {
    const { kl: _, ...without } = step;
    const health = {
      steps: [{ ...without, worse: { any: 0.5 } }],
      nonFinite: [],
      findings: [],
    };
    expect(linesBelow({ ...evaluation, health })).toEqual([
      "tasks worse than before adaptation, by inner steps: 50.0 %",
      "median KL of each inner step: none",
    ]);
  });
});
