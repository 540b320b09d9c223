// The command line from end to end, in processes of its own, on an experiment that takes no time.

import { cpSync, existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Summary } from "../../src/train/summary.ts";
import { ROOT } from "../support/root.ts";
import { INTERRUPT_AT } from "../train/fake-experiment.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import type { RunResult } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FAKE = join(ROOT, "test/train/fake-experiment.ts");

function trainFake(cwd: string, ...args: readonly string[]): Promise<RunResult> {
  return runAcclimate(["train", FAKE, "--backend", "cpu", ...args], { cwd });
}

const read = (...path: readonly string[]): string => readFileSync(join(...path), "utf8");

describe("acclimate train", () => {
  it("writes a whole run folder and nothing else", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout, stderr } = await trainFake(cwd);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(
      `training fake (hit-target@test, backend cpu) in ${join("runs", "fake-1")}`,
    );
    expect(stdout).toContain("outer step 4/4: return ");
    expect(stdout).toContain("3 held-out tasks of hit-target@test, 2 episodes each");
    expect(stdout).toContain("│ inner steps │ mean return │");
    expect(readdirSync(cwd)).toEqual(["runs"]);
    expect(readdirSync(join(cwd, "runs"))).toEqual(["fake-1"]);
    expect(readdirSync(join(cwd, "runs/fake-1")).sort()).toEqual([
      "checkpoint.safetensors",
      "config.json",
      "evaluation.json",
      "metrics.jsonl",
      "report.html",
      "summary.json",
    ]);
    expect(read(cwd, "runs/fake-1/report.html")).toContain("fake, preset small, seed 1");
  });

  it("with --json, ends standard output with the summary alone", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout, stderr } = await trainFake(cwd, "--json", "--out", "here");
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")).toHaveLength(2); // the line, and nothing after its end
    expect(JSON.parse(stdout)).toEqual(JSON.parse(read(cwd, "here/summary.json")));
    expect(stderr).toContain("outer step 4/4");
    expect(stderr).toContain("wrote here");
  });

  it("exits with 1 and one line when training fails", async () => {
    const cwd = temporaryFolder();
    const failed = await trainFake(cwd, "--quiet", "--set", "failure=numbers", "--set", "failAt=1");
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toBe("");
    expect(failed.stderr).toBe("error: outer step 1: fake: loss must be finite, got NaN\n");
    expect(JSON.parse(read(cwd, "runs/fake-1/summary.json"))).toMatchObject({ status: "failed" });
  });
});

describe("acclimate resume", () => {
  it("goes on after SIGINT to the bytes of a run that was never interrupted", async () => {
    const cwd = temporaryFolder();
    const interrupted = await runAcclimate(
      ["train", FAKE, "--backend", "cpu", "--outer-steps", "15", "--out", "stopped"],
      { cwd, env: { [INTERRUPT_AT]: "11" } },
    );
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.stdout).toContain("interrupted: saving after this outer step");
    expect(interrupted.stdout).toMatch(
      /interrupted after \d+ outer steps; go on with: acclimate resume stopped/,
    );
    const summary = JSON.parse(read(cwd, "stopped/summary.json")) as Summary;
    expect(summary.status).toBe("interrupted");
    expect(summary.outerSteps).toBeGreaterThan(11);
    expect(summary.outerSteps).toBeLessThan(15);
    expect(existsSync(join(cwd, "stopped/report.html"))).toBe(false);

    const resumed = await runAcclimate(["resume", "stopped"], { cwd });
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stdout).toContain(
      `resuming fake after ${summary.outerSteps} outer steps in stopped`,
    );
    const whole = await trainFake(cwd, "--outer-steps", "15", "--out", "whole", "--quiet");
    expect(whole).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    const files = readdirSync(join(cwd, "whole")).filter((file) => file !== "summary.json");
    expect(files).toContain("report.html");
    for (const file of files) {
      expect(readFileSync(join(cwd, "stopped", file)), file).toEqual(
        readFileSync(join(cwd, "whole", file)),
      );
    }
    const [one, other] = ["stopped", "whole"].map(
      (folder) => JSON.parse(read(cwd, folder, "summary.json")) as Summary,
    );
    expect({ ...one, seconds: 0 }).toEqual({ ...other, seconds: 0 });
  });

  it("exits with 2 at a finished run and at a checkpoint that is damaged or cut off", async () => {
    const cwd = temporaryFolder();
    await trainFake(cwd, "--out", "run");
    const finished = await runAcclimate(["resume", "run"], { cwd });
    expect(finished.exitCode).toBe(2);
    expect(finished.stderr).toContain('error: resume: the run must not be finished, got "run"');

    cpSync(join(cwd, "run"), join(cwd, "cut"), { recursive: true });
    truncateSync(join(cwd, "cut/checkpoint.safetensors"), 600);
    const cut = await runAcclimate(["resume", "cut", "--outer-steps", "9"], { cwd });
    expect(cut.exitCode).toBe(2);
    expect(cut.stderr).toMatch(/^error: cut\/checkpoint.safetensors: .* it is damaged\n$/);
  });
});

describe("acclimate evaluate", () => {
  it("repeats the evaluation of the run, makes others, and leaves the run as it is", async () => {
    const cwd = temporaryFolder();
    await trainFake(cwd, "--out", "run");
    const before = read(cwd, "run/evaluation.json");
    const same = await runAcclimate(["evaluate", "run", "--json"], { cwd });
    expect(same.exitCode).toBe(0);
    expect(JSON.parse(same.stdout)).toEqual(JSON.parse(before));
    expect(same.stderr).toContain("│ inner steps │");

    const options = ["--tasks", "2", "--inner-steps", "0", "--episodes", "3", "--seed", "9"];
    const args = ["evaluate", "run", ...options, "--out", "other.json"];
    const other = await runAcclimate(args, { cwd });
    expect(other).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(read(cwd, "other.json"))).toMatchObject({ tasks: 2, episodesPerTask: 3 });
    expect(read(cwd, "run/evaluation.json")).toBe(before);
    expect((await runAcclimate(args, { cwd })).stderr).toContain(
      'error: --out: must be a file that does not exist, got "other.json"',
    );
  });
});

describe("acclimate bench", () => {
  it("reports medians as one object and writes nothing", async () => {
    const cwd = temporaryFolder();
    const { exitCode, stdout, stderr } = await runAcclimate(
      ["bench", FAKE, "--backend", "cpu", "--outer-steps", "3", "--warmup", "1", "--json"],
      { cwd },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      experiment: "fake",
      preset: "small",
      seconds: { rollout: 1, adapt: 0, gradient: 0, direction: 0, lineSearch: 0, total: 1.5 },
      // 2 tasks, 2 episodes, 3 steps, in one second of rollout
      environmentStepsPerSecond: 12,
    });
    const { peakMemoryBytes } = JSON.parse(stdout) as { peakMemoryBytes: number };
    expect(peakMemoryBytes).toBeGreaterThan(50e6);
    expect(peakMemoryBytes).toBeLessThan(3e9);
    expect(stderr).toContain("peak memory");
    expect(readdirSync(cwd)).toEqual([]);
  });
});
