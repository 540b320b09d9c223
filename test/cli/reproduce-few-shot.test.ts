// A reproduction of supervised few-shot learning from end to end, on an experiment of seconds.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FewShotEvaluation } from "../../src/few-shot/evaluation.ts";
import type { AdaptationTable } from "../../src/reproduce/adaptation/adaptation-table.ts";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FILE = join(ROOT, "test/reproduce/adaptation/fake-few-shot.ts");

describe("acclimate reproduce, of few-shot learning", () => {
  it("makes tables of accuracies, and leaves what learns nothing as it is in a quick look", async () => {
    const cwd = temporaryFolder();
    const args = [
      "--panels=toy-2-shot",
      "--outer-steps=2",
      "--workers=2",
      "--out=out",
      "--backend=cpu",
    ];
    const { exitCode, stdout, stderr } = await runAcclimate(["reproduce", FILE, ...args], { cwd });
    expect(exitCode, stderr).toBe(0);
    const read = (...path: readonly string[]): string =>
      readFileSync(join(cwd, "out", ...path), "utf8");
    const table = JSON.parse(read("table.json")) as AdaptationTable;
    expect(table.panels).toMatchObject([
      { name: "toy-2-shot", title: "Toy classes, 2-way 2-shot", measure: "accuracy" },
    ]);
    const [panel] = table.panels;
    expect(panel?.rows.map(({ row, cells }) => [row, cells.map(({ method }) => method)])).toEqual([
      ["0", ["MAML", "prototypical", "from-scratch"]],
      ["1", ["MAML", "from-scratch"]],
      ["2", ["MAML", "from-scratch"]],
    ]);
    const run = (name: string, file: string): string => read("runs/toy-2-shot", name, file);
    const evaluation = JSON.parse(run("MAML-seed-2", "evaluation.json")) as FewShotEvaluation;
    expect(evaluation.shots).toBe(2);
    expect(panel?.rows[2]?.cells[0]?.seeds[1]?.mean).toBe(evaluation.scores[2]?.mean);
    expect(JSON.parse(run("MAML-seed-1", "config.json"))).toMatchObject({
      config: { shots: 2, outerSteps: 2 },
    });
    expect(JSON.parse(run("from-scratch-seed-1", "config.json"))).toMatchObject({
      config: { outerSteps: 1 },
    });
    expect(stdout).toMatch(/^toy-2-shot\/MAML-seed-1: \d+\.\d %, .* after 0 to 2 inner steps, /m);
    expect(stdout).toMatch(
      /^toy-2-shot: MAML after 2 inner steps has a higher accuracy than from-scratch after 2 inner steps, with intervals that do not overlap: (holds|does not hold)$/m,
    );
    expect(stdout).not.toContain("published cells");
    const markdown = read("table.md");
    expect(markdown).toMatch(/^\| 0 \| \d+\.\d ± \d+\.\d % \| /m);
    expect(markdown).toContain("Published of other data: 89.7 %.");
    expect(read("toy-2-shot.svg")).toContain("accuracy in %");
  });
});
