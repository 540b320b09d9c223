import { describe, expect, it } from "vitest";
import {
  adaptationMarkdown,
  describeLength,
} from "../../../src/reproduce/adaptation/adaptation-markdown.ts";
import type { AdaptationMethod } from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import type { AdaptationTable } from "../../../src/reproduce/adaptation/adaptation-table.ts";
import { makePanelTable } from "../../../src/reproduce/adaptation/make-panel-table.ts";
import fakes, { hit, pick } from "./fake-adaptation.ts";
import { sketchResults } from "./fake-results.ts";

const [noisy, level] = hit.methods as [AdaptationMethod, AdaptationMethod];

const returns = [
  sketchResults(noisy, [
    [2, 96],
    [4, 100],
    [6, 104],
  ]),
  sketchResults(level, [[1], [2], [3]]),
];

/** 0.5 and 0.75 on average, as shares of 1; the intervals over tasks are ± 0.1. */
const accuracies = [
  sketchResults(
    { name: "noisy", preset: "discrete" },
    [
      [0.4, 0.75],
      [0.5, 0.75],
      [0.6, 0.75],
    ],
    "accuracy",
  ),
];

function write(changes: Partial<AdaptationTable> = {}): string {
  return adaptationMarkdown(fakes, {
    kind: "adaptation",
    name: "fakes",
    seeds: [1, 2, 3],
    outerSteps: null,
    backend: "cpu",
    seconds: 60,
    panels: [makePanelTable(hit, returns), makePanelTable(pick, accuracies)].flatMap(
      (table) => table ?? [],
    ),
    ...changes,
  });
}

describe("adaptationMarkdown", () => {
  const text = write();
  const lines = text.split("\n");

  it("writes means beside published ones, seeds, and expectations", () => {
    expect(lines[0]).toBe("Figure 0 of nothing ([source](https://example.org)).");
    expect(text).toContain("averaged over the seeds 1, 2, 3, with the half-width of its 95 %");
    expect(lines).toContain("## Hit the target");
    expect(lines).toContain("Mean return over held-out tasks after each number of inner steps:");
    expect(lines).toContain("| inner steps | noisy | level |");
    expect(lines).toContain("| 0 | 4.00 ± 4.97 (0.50 ± 0.25) | 2.00 ± 2.48 |");
    expect(lines).toContain("| 1 | 100.00 ± 9.94 (100.00) |  |");
    expect(lines).toContain("| 1 | 96.00 ± 0.10, 100.00 ± 0.10, 104.00 ± 0.10 |  |");
    expect(text).toMatch(/^\| noisy before .* than level \| 2\.00 ± 2\.48 \| no \|$/m);
  });

  it("has a section for each panel, with its own measure, source and note", () => {
    const own = text.slice(text.indexOf("## Pick the target")).split("\n");
    expect(own).toContain(
      "Mean accuracy over held-out tasks after each number of inner steps ([source](https://example.org/pick)):",
    );
    // 4.302653 · 0.1 / sqrt(3) = 0.248
    expect(own).toContain("| 0 | 50.0 ± 24.8 % |");
    expect(own).toContain("| 1 | 75.0 ± 10.0 %, 75.0 ± 10.0 %, 75.0 ± 10.0 % |");
    expect(own).toContain("Nothing was published.");
    expect(own).not.toContain("Expected:");
  });

  it("shows the gap between intervals that must not overlap, and factors as differences", () => {
    const better = { method: "noisy", innerSteps: 1 };
    const worse = { method: "noisy", innerSteps: 0 };
    const panel = {
      ...pick,
      expectations: [
        { better, worse, separate: true },
        { better, worse, factor: 1.25 },
      ],
    };
    const table = makePanelTable(panel, accuracies);
    const text = write({ panels: table === undefined ? [] : [table] });
    expect(text).toContain("several times another");
    expect(text).toContain("Where intervals must not overlap");
    // 75 against 50 ± 24.8; and 75 - 62.5 ± 31.05
    expect(text).toContain(" | 25.0 ± 24.8 points, gap 0.2 points | yes |");
    expect(text).toContain(
      "least 1.25 times the accuracy of noisy before adaptation | 12.5 ± 31.1 points, ratio 1.50 | no |",
    );
  });

  it("says where inner steps were taken back", () => {
    const [first] = accuracies;
    const results = first?.results.map((result, seed) => ({ ...result, takenBack: 3 * seed }));
    const table = first && makePanelTable(pick, [{ ...first, results: results ?? [] }]);
    const text = write({ panels: table === undefined ? [] : [table] });
    expect(text).toContain(
      "not finite were taken back: noisy, seed 2, on 3 tasks; noisy, seed 3, on 6 tasks.",
    );
    expect(write()).not.toContain("taken back");
  });

  it("explains only what is there", () => {
    const table = makePanelTable(pick, accuracies);
    const text = write({ panels: table === undefined ? [] : [table] });
    expect(text).not.toMatch(/published mean|expected/);
    expect(write()).not.toMatch(/several times|must not overlap/);
    expect(write()).toMatch(/published mean stands in brackets/);
    expect(write()).toMatch(/What is expected stands beside/);
  });

  it("marks what differs, and what is a quick look only", () => {
    const method = { name: "noisy", preset: "small", published: [{ mean: 99 }] };
    const [first] = returns;
    const panel = { ...hit, methods: [method, level] };
    const table = first && makePanelTable(panel, [{ ...first, method }]);
    const text = write({ outerSteps: 7, panels: table === undefined ? [] : [table] });
    expect(text).toContain("| 0 | 4.00 ± 4.97 (99.00) ≠ |");
    expect(text).toContain("At most 7 outer steps a run: a quick look, not comparable with runs");
    expect(describeLength({ outerSteps: null })).toEqual([]);
  });
});
