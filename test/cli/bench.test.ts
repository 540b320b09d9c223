// `acclimate bench --tasks`: one measurement after the other, each in a process of its own.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FAKE = join(ROOT, "test/train/fake-experiment.ts");
const SMALL = ["--set", "inner.episodesPerTask=1", "--set", "policy.hiddenSizes=[2]"];
const SHORT = ["--outer-steps", "1", "--warmup", "0"];

describe("acclimate bench --tasks", () => {
  it("measures with each number of tasks and prints a table and one object", async () => {
    const { exitCode, stdout, stderr } = await runAcclimate(
      ["bench", "navigation", "--tasks", "1,2", ...SHORT, ...SMALL, "--json"],
      { cwd: temporaryFolder() },
    );
    expect(stderr).toMatch(/│ tasks │ outer step │ +by tasks │ peak memory │/);
    expect(exitCode).toBe(0);
    const measured: unknown = JSON.parse(stdout);
    expect(measured).toMatchObject({
      experiment: "navigation",
      outerSteps: 1,
      byTasks: [{ metaBatchSize: 1 }, { metaBatchSize: 2 }],
    });
    for (const { seconds, peakMemoryBytes } of (
      measured as { byTasks: { seconds: { total: number }; peakMemoryBytes: number }[] }
    ).byTasks) {
      expect(seconds.total).toBeGreaterThan(0);
      expect(peakMemoryBytes).toBeGreaterThan(50e6);
    }
  });

  it("rejects an experiment without meta-batches before it measures", async () => {
    const { exitCode, stderr } = await runAcclimate(["bench", FAKE, "--tasks", "2", ...SHORT], {
      cwd: temporaryFolder(),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("metaBatchSize");
  });
});
