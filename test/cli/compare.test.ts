import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { exitCodeOf } from "../../src/cli/exit-codes.ts";
import { createProgram } from "../../src/cli/program.ts";
import type { Comparison } from "../../src/report/compare/comparison.ts";
import { writeRun } from "../report/compare/compared-runs.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { describeFakeRun, trainFake } from "../train/support.ts";

/** Two methods with two seeds each, and a run on another environment. */
function makeRuns(): string {
  const cwd = temporaryFolder();
  for (const seed of [1, 2]) {
    const slow = { preset: "slow", config: { a: 1 }, returns: [-20, -18], heldOut: [[-20, -17]] };
    const fast = { preset: "fast", config: { a: 2 }, returns: [-12, -10], heldOut: [[-19, -11]] };
    writeRun(cwd, { folder: `slow-${seed}`, seed, ...slow });
    writeRun(cwd, { folder: `fast-${seed}`, seed, ...fast });
  }
  writeRun(cwd, { folder: "other", environment: "other@1" });
  return cwd;
}

const METHODS = ["slow-1", "slow-2", "fast-1", "fast-2"];

describe("acclimate compare", () => {
  it("prints tables and writes the next numbered page, and nothing else", async () => {
    const cwd = makeRuns();
    const before = readdirSync(cwd);
    for (const page of ["compare-1.html", "compare-2.html"]) {
      const { exitCode, stdout, stderr } = await runAcclimate(["compare", ...METHODS], { cwd });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toMatch(/│ fast {3}│ {5}2 │ +-11.00 ± 0.00 │/);
      expect(stdout).toContain("Difference to slow\n");
      expect(stdout).toContain("│ fast   │ 1.00 ± 0.00 │ 6.00 ± 0.00 │ seeds 1, 2 │");
      expect(stdout.trimEnd().endsWith(`wrote ${join("runs", page)}`)).toBe(true);
    }
    expect(readdirSync(cwd).sort()).toEqual([...before, "runs"].sort());
    expect(readdirSync(join(cwd, "runs"))).toEqual(["compare-1.html", "compare-2.html"]);
    expect(readFileSync(join(cwd, "runs/compare-1.html"), "utf8")).toContain(
      "<h1>Comparison on toy@1</h1>",
    );
  });

  it("writes what is asked for, and ends standard output with one object", async () => {
    const cwd = makeRuns();
    const options = ["--reference=MAML", "--label=fast-2/=MAML", "--return", "-15", "--json"];
    const files = ["--out=p/page.html", "--markdown=p/table.md", "--svg=p"];
    const { exitCode, stdout, stderr } = await runAcclimate(
      ["compare", ...METHODS, ...options, ...files],
      { cwd },
    );
    expect(exitCode, stderr).toBe(0);
    const comparison = JSON.parse(stdout) as Comparison;
    expect(comparison).toMatchObject({ reference: "MAML", targetReturn: -15 });
    expect(comparison.methods[0]?.difference?.returns[1]?.mean).toBe(-6);
    expect(stderr).toContain("Difference to MAML\n");
    expect(readdirSync(join(cwd, "p")).sort()).toEqual([
      "adaptation-curves.svg",
      "learning-curves.svg",
      "page.html",
      "table.md",
    ]);
    expect(existsSync(join(cwd, "runs"))).toBe(false);
  });

  it("compares what training leaves", async () => {
    await useBackend("cpu");
    const cwd = temporaryFolder();
    const folders = ["run-1", "run-2"];
    for (const [index, folder] of folders.entries()) {
      const run = { ...(await describeFakeRun({ seed: index + 1 })), experiment: "../fake.ts" };
      mkdirSync(join(cwd, folder));
      await trainFake(join(cwd, folder), {}, { run });
    }
    const { exitCode, stdout, stderr } = await runAcclimate(["compare", ...folders, "--json"], {
      cwd,
    });
    expect(exitCode, stderr).toBe(0);
    const { methods, environment, environmentSteps } = JSON.parse(stdout) as Comparison;
    expect({ environment, environmentSteps }).toEqual({
      environment: "hit-target@test",
      environmentSteps: 48, // 4 outer steps, 2 tasks, 2 episodes, 3 steps
    });
    expect(methods.map(({ name, runs }) => [name, runs.length])).toEqual([["small", 2]]);
    // The fake learner returns the number of the outer step: 0, 1, 2, 3 for both seeds.
    expect(methods[0]?.trainingReturn).toEqual({ mean: 1.5, ci95: [1.5, 1.5] });
  });
});

/** Runs a command in this process, which is quicker. @returns the error that it ends with */
async function failureOf(args: readonly string[], cwd: string): Promise<Error> {
  vi.spyOn(process.stderr, "write").mockImplementation(() => true); // commander prints
  const before = process.cwd();
  process.chdir(cwd);
  try {
    await createProgram().parseAsync(["compare", ...args], { from: "user" });
  } catch (error) {
    return error as Error;
  } finally {
    process.chdir(before);
  }
  throw new Error("the command must fail");
}

const wrong: readonly (readonly [args: readonly string[], message: string])[] = [
  [[], "error: missing required argument 'folder'"],
  [["slow-1", "nowhere"], 'run folder: must hold config.json, got "nowhere"'],
  [["slow-1", "./slow-1/"], 'compare: folders must differ, got "./slow-1/" twice'],
  [["slow-1", "other"], "compare: runs must be on one environment, got toy@1"],
  [["slow-1", "stopped"], 'got "stopped" (interrupted); go on with: acclimate resume stopped'],
  [["slow-1", "--return", "much"], "It must be a number."],
  [["slow-1", "--reference", "slwo"], '"slow", got "slwo"; did you mean "slow"?'],
  [
    ["slow-1", "--label", "fast-1=x"],
    "--label: must be FOLDER=NAME with a folder that is compared",
  ],
  [
    ["slow-1", "--label", "slow-1"],
    'must be FOLDER=NAME with a folder that is compared, got "slow',
  ],
  [["slow-1", "--out", "mine"], '--out: must be a file that does not exist, got "mine"'],
  [["slow-1", "--markdown", "mine"], '--markdown: must be a file that does not exist, got "mine"'],
  [["slow-1", "--svg", "pictures"], "--svg: must be a folder without learning-curves.svg, got"],
];

describe("createProgram", () => {
  it.each(wrong)(
    "finds compare %j to be wrong usage, and leaves nothing behind",
    async (args, message) => {
      const cwd = makeRuns();
      writeRun(cwd, { folder: "stopped", seed: 5, preset: "slow", config: { a: 1 } });
      rmSync(join(cwd, "stopped/summary.json"));
      writeFileSync(join(cwd, "mine"), "mine");
      mkdirSync(join(cwd, "pictures"));
      writeFileSync(join(cwd, "pictures/learning-curves.svg"), "mine");
      const before = readdirSync(cwd, { recursive: true });
      const error = await failureOf(args, cwd);
      expect(error.message).toContain(message);
      expect(exitCodeOf(error)).toBe(2);
      expect(readdirSync(cwd, { recursive: true })).toEqual(before);
      expect(readFileSync(join(cwd, "mine"), "utf8")).toBe("mine");
    },
  );
});
