import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFinishedRun } from "../../../src/report/compare/finished-run.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { sketchRun, writeRun } from "./compared-runs.ts";

describe("readFinishedRun", () => {
  it("reads what training wrote", () => {
    const sketch = {
      folder: "run",
      heldOut: [
        [1, 2],
        [3, 4],
      ],
      returns: [5, 6, 7],
    };
    const folder = writeRun(temporaryFolder(), sketch);
    const { experiment: _, ...expected } = sketchRun(sketch);
    expect(readFinishedRun(folder)).toEqual({ ...expected, folder });
  });

  it("rejects runs that are not completed, even if they were evaluated before they went on", () => {
    const folder = writeRun(temporaryFolder(), { folder: "run" });
    const message = (status: string): string =>
      `run folder: must hold a completed run, got ${JSON.stringify(folder)} (${status}); go on with: acclimate resume ${folder}`;
    writeFileSync(join(folder, "summary.json"), '{"status":"failed","outerSteps":1}');
    expect(() => readFinishedRun(folder)).toThrow(message("failed"));
    rmSync(join(folder, "summary.json"));
    expect(() => readFinishedRun(folder)).toThrow(message("interrupted"));
  });

  it("names the file that is damaged", () => {
    const folder = writeRun(temporaryFolder(), { folder: "run" });
    writeFileSync(join(folder, "evaluation.json"), '{"environment":"toy@1","returns":[]}');
    expect(() => readFinishedRun(folder)).toThrow(
      `${join(folder, "evaluation.json")}.returns: must have a length >= 1, got []; it is damaged`,
    );
  });
});
