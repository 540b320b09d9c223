import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAdaptationTable } from "../../src/cli/write-adaptation-table.ts";
import type { AdaptationMethod } from "../../src/reproduce/adaptation/adaptation-panel.ts";
import type { AdaptationTable } from "../../src/reproduce/adaptation/adaptation-table.ts";
import { makePanelTable } from "../../src/reproduce/adaptation/make-panel-table.ts";
import fakes, { hit, pick } from "../reproduce/adaptation/fake-adaptation.ts";
import { sketchResults } from "../reproduce/adaptation/fake-results.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const method: AdaptationMethod = { name: "noisy", preset: "small" };

const seeds = [
  [0.25, 0.755],
  [0.25, 0.755],
];

const table: AdaptationTable = {
  kind: "adaptation",
  name: "fakes",
  seeds: [1, 2],
  outerSteps: null,
  backend: "cpu",
  seconds: 20,
  panels: [
    makePanelTable(hit, [sketchResults(method, seeds, "squared error")]),
    makePanelTable(pick, [sketchResults(method, seeds, "accuracy")]),
  ].flatMap((panel) => panel ?? []),
};

describe("writeAdaptationTable", () => {
  it("writes the tables, and a picture of each panel with its own unit", async () => {
    const folder = temporaryFolder();
    await writeAdaptationTable(folder, fakes, table);
    expect(readdirSync(folder).sort()).toEqual(["hit.svg", "pick.svg", "table.json", "table.md"]);
    const read = (file: string): string => readFileSync(join(folder, file), "utf8");
    expect(JSON.parse(read("table.json"))).toEqual(table);
    expect(read("table.md")).toContain("## Pick the target");
    const [errors, accuracies] = [read("hit.svg"), read("pick.svg")];
    expect(errors).toContain(
      'aria-label="Hit the target: mean squared error after each number of inner steps."',
    );
    expect(errors).toContain("after 1 inner step: 0.755 (0.755 to 0.755)");
    expect(accuracies).toContain("accuracy in %");
    expect(accuracies).toContain("after 1 inner step: 75.5 % (75.5 % to 75.5 %)");
  });

  it("writes no picture where no method is finished", async () => {
    const folder = temporaryFolder();
    await writeAdaptationTable(folder, fakes, { ...table, panels: [] });
    expect(readdirSync(folder).sort()).toEqual(["table.json", "table.md"]);
  });
});
