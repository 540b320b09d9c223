import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/report/compare/comparison.ts";
import { formatEstimate } from "../../../src/report/compare/format-estimate.ts";
import { comparisonMarkdown } from "../../../src/report/compare/markdown.ts";
import { comparisonTables } from "../../../src/report/compare/tables.ts";
import { sketchRun } from "./compared-runs.ts";

const slow = [1, 2].map((seed) =>
  sketchRun({ seed, preset: "slow", config: { a: "x|y" }, returns: [-20, -18], heldOut: [[-20]] }),
);
const fast = sketchRun({
  seed: 2,
  preset: "fast",
  config: { a: 2 },
  returns: [-12, -10],
  steps: 600,
  seconds: 90,
  heldOut: [[-17.25, -11]],
});

describe("comparisonTables", () => {
  it("has a row for each method, the best first, and says what is missing", () => {
    const [training, adaptation, differences, ...others] = comparisonTables(
      compareRuns([...slow, fast], { targetReturn: -15 }),
    );
    expect(others).toEqual([]);
    expect(training?.head).toEqual([
      "method",
      "seeds",
      "training return",
      "steps to -15.00",
      "time to -15.00",
    ]);
    expect(training?.rows).toEqual([
      ["slow", "2", "-19.00 ± 0.00", "not reached by 2 of 2 seeds", "-"],
      // Its first outer step takes more than the 20 environment steps that all runs have taken.
      ["fast", "1", "-", "600", "1 min 30 s"],
    ]);
    expect(training?.note).toContain("within the first 20 environment steps");
    expect(training?.note).toContain("at least -15.00.");
    expect(adaptation?.head).toEqual(["method", "before", "after 1"]);
    expect(adaptation?.rows).toEqual([
      ["slow", "-20.00 ± 0.00", "-"],
      ["fast", "-17.25", "-11.00"],
    ]);
    expect(adaptation?.note).toContain("over seeds, or over tasks for methods with one seed");
    expect(differences?.title).toBe("Difference to slow");
    expect(differences?.rows).toEqual([["fast", "2.75", "seed 2"]]);
  });

  it("says how the return was chosen, and what is not paired", () => {
    const tables = comparisonTables(compareRuns([slow[0]!, fast]));
    expect(tables[0]?.note).toContain(
      "at least -11.90, which is 90 % of the way from the worst start to the best end.",
    );
    expect(tables[2]?.rows).toEqual([["fast", "2.75", "unpaired: no seed in common"]]);
  });

  it("has no differences where there is one method", () => {
    expect(comparisonTables(compareRuns(slow)).map(({ title }) => title)).toEqual([
      "Training",
      "Adaptation to held-out tasks",
    ]);
  });

  it("shows three decimals where all returns are small", () => {
    const [, adaptation] = comparisonTables(compareRuns([sketchRun({ heldOut: [[0.5], [0.25]] })]));
    expect(adaptation?.rows).toEqual([["quick", "0.375 ± 1.000"]]);
  });
});

describe("formatEstimate", () => {
  it("writes the half-width of the interval, and no sign before zero", () => {
    expect(formatEstimate({ mean: -11.678, ci95: [-13.878, -9.478] }, 2)).toBe("-11.68 ± 2.20");
    expect(formatEstimate({ mean: -0.001 }, 2)).toBe("0.00");
  });
});

describe("comparisonMarkdown", () => {
  it("has the tables and the commands", () => {
    const labels = new Map([["run", "a|b"]]);
    const markdown = comparisonMarkdown(compareRuns([slow[0]!], { labels, targetReturn: -15 }));
    expect(markdown).toContain(
      [
        "| method | seeds | training return | steps to -15.00 | time to -15.00 |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| a\\|b | 1 | -19.00 | not reached by 1 of 1 seed | - |",
      ].join("\n"),
    );
    expect(markdown.endsWith("```sh\nacclimate train toy --preset slow --seed 1\n```\n")).toBe(
      true,
    );
  });
});
