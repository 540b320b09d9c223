import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { planRuns } from "../../../src/reproduce/adaptation/plan-runs.ts";
import type { PlannedRun } from "../../../src/reproduce/adaptation/plan-runs.ts";
import { prepareRun } from "../../../src/reproduce/adaptation/run-state.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { abortAfter, trainFake } from "../../train/support.ts";
import { hit } from "./fake-adaptation.ts";

let planned: PlannedRun;

beforeAll(async () => {
  await useBackend("cpu");
  const runs = await planRuns({ panels: [hit], seeds: [1, 2], outerSteps: null });
  planned = runs[0] as PlannedRun;
});

describe("prepareRun", () => {
  it("finds a new run, one that was interrupted or killed, and one that is completed", async () => {
    const folder = join(temporaryFolder(), "run");
    expect(prepareRun(folder, planned)).toBe("new");
    mkdirSync(folder);
    expect(prepareRun(folder, planned)).toBe("new");
    mkdirSync(folder);
    await trainFake(folder, { seed: 1 }, abortAfter(2));
    expect(prepareRun(folder, planned)).toBe("interrupted");
    rmSync(join(folder, "summary.json"));
    expect(prepareRun(folder, planned)).toBe("interrupted");
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await trainFake(folder, { seed: 1 });
    expect(prepareRun(folder, planned)).toBe("completed");
  });

  it("removes what a process left that ended before the first checkpoint", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "config.json"), "{}");
    writeFileSync(join(folder, "checkpoint.safetensors.1234"), "");
    writeFileSync(join(folder, "notes.txt"), "");
    expect(() => prepareRun(folder, planned)).toThrow(
      / with \["notes\.txt"\]; choose another --out$/,
    );
    expect(existsSync(join(folder, "config.json"))).toBe(true);
    rmSync(join(folder, "notes.txt"));
    expect(prepareRun(folder, planned)).toBe("new");
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ["seed", { seed: 2 }],
    ["field", { seed: 1, overrides: ["evaluation.tasks=2"] }],
    ["preset", { seed: 1, preset: "discrete" }],
  ])("rejects a run with another %s", async (_what, changes) => {
    const folder = temporaryFolder();
    await trainFake(folder, changes);
    expect(() => prepareRun(folder, planned)).toThrow(
      "config.json: must have the configuration that preset small has now, got another; choose another --out",
    );
  });
});
