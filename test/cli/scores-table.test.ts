import { describe, expect, it } from "vitest";
import { renderScores } from "../../src/cli/scores-table.ts";
import type { FewShotEvaluation } from "../../src/few-shot/evaluation.ts";

const evaluation: FewShotEvaluation = {
  taskSet: "digits@1",
  split: "test",
  tasks: 600,
  ways: 5,
  shots: 1,
  queries: 15,
  measure: "accuracy",
  scores: [
    { innerSteps: 0, mean: 0.2, ci95: [0.195, 0.205] },
    { innerSteps: 1, mean: 0.7134, ci95: [0.7014, 0.7254] },
  ],
  perTask: [],
};

/** The cells of each line of the table, rules left out. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split("\n").filter((line) => line.startsWith("│"));
  return lines.map((line) =>
    line
      .split("│")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("renderScores", () => {
  it("shows accuracies in per cent after each number of inner steps", () => {
    const text = renderScores(evaluation);
    expect(text.split("\n")[0]).toBe(
      "600 held-out tasks of digits@1, 5-way 1-shot, 15 queries a class",
    );
    expect(rowsOf(text)).toEqual([
      ["inner steps", "mean accuracy", "95 % interval"],
      ["0", "20.0 %", "19.5 to 20.5 %"],
      ["1", "71.3 %", "70.1 to 72.5 %"],
    ]);
  });

  it("shows squared errors with three digits", () => {
    const text = renderScores({
      ...evaluation,
      taskSet: "sinusoid@1",
      measure: "squared error",
      ways: 1,
      shots: 10,
      queries: 100,
      scores: [{ innerSteps: 3, mean: 0.31, ci95: [0.0289, 3.125] }],
    });
    expect(text.split("\n")[0]).toBe("600 held-out tasks of sinusoid@1, 10-shot, 100 queries");
    expect(rowsOf(text)).toEqual([
      ["inner steps", "mean squared error", "95 % interval"],
      ["3", "0.310", "0.0289 to 3.13"],
    ]);
  });

  it("says below the table which tasks ended early", () => {
    expect(renderScores(evaluation)).not.toContain("ended");
    const nonFinite = [
      { task: 4, innerStep: 3, parameter: "predictions" },
      { task: 9, innerStep: 1, parameter: "predictions" },
    ];
    expect(
      renderScores({ ...evaluation, nonFinite })
        .split("\n")
        .at(-1),
    ).toMatch(/^2 of 600 tasks ended early, .*\(first: task 9, inner step 2\)/);
  });

  it("has a group of rows for each domain", () => {
    const { scores } = evaluation;
    const domains = [
      { domain: "digits", tasks: 599, scores },
      { domain: "languages", tasks: 1, scores: scores.slice(0, 1) },
    ];
    expect(rowsOf(renderScores({ ...evaluation, domains }))).toEqual([
      ["domain", "inner steps", "mean accuracy", "95 % interval"],
      ["all", "0", "20.0 %", "19.5 to 20.5 %"],
      ["", "1", "71.3 %", "70.1 to 72.5 %"],
      ["digits (599 tasks)", "0", "20.0 %", "19.5 to 20.5 %"],
      ["", "1", "71.3 %", "70.1 to 72.5 %"],
      ["languages (1 task)", "0", "20.0 %", "19.5 to 20.5 %"],
    ]);
  });
});
