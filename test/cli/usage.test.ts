// Wrong usage ends with exit code 2, says what is wrong in a line, and leaves nothing behind.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { installedBackends } from "../../src/backend/backend.ts";
import { exitCodeOf } from "../../src/cli/exit-codes.ts";
import { createProgram } from "../../src/cli/program.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const isTensorflowInstalled = (await installedBackends()).includes("tensorflow");

const wrong: readonly (readonly [args: readonly string[], message: string])[] = [
  [["trian", "navigation"], "error: unknown command 'trian'\n(Did you mean train?)"],
  [["train"], "error: missing required argument 'experiment'"],
  [["train", "navigation", "--backnd", "cpu"], "(Did you mean --backend?)"],
  [["train", "navigation", "--seed", "-1"], "It must be an integer >= 0."],
  [["train", "navigation", "--workers", "2"], "--workers: must be 1, got 2"],
  [["train", "navigatoin"], 'did you mean "navigation"?'],
  [["train", "navigation", "--preset", "papr"], 'got "papr"; did you mean "paper"?'],
  [["train", "navigation", "--set", "outer.maxKL=1"], 'did you mean "outer.maxKl"?'],
  [["train", "navigation", "--set", "outer.maxKl=-1"], "config.outer.maxKl: must be > 0, got -1"],
  [["train", "navigation", "--set", "inner.learningRate=lr"], "outerStep and innerStep"],
  [["train", "navigation", "--backend", "onx"], 'got "onx"; did you mean "onnx"?'],
  [["train", "navigation", "--out", "full"], '--out: must be a folder without files, got "full"'],
  [["resume", "nowhere"], 'run folder: must hold config.json, got "nowhere"'],
  [["resume", "full"], 'run folder: must hold config.json, got "full"'],
  [
    ["evaluate", "foreign"],
    "must be a string, got undefined; give a folder that acclimate train wrote",
  ],
  [["bench", "navigation", "--outer-steps", "0"], "It must be an integer >= 1."],
  [["bench", "navigation", "--tasks", "10,0"], "It must be an integer >= 1."],
];

/** A folder with folders that are no run folders. */
function makeFolder(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "full"));
  writeFileSync(join(cwd, "full/notes.txt"), "mine");
  mkdirSync(join(cwd, "foreign"));
  writeFileSync(join(cwd, "foreign/config.json"), '{"name":"another tool"}');
  return cwd;
}

/** Runs a command in this process, which is quicker. @returns the error that it ends with */
async function failureOf(args: readonly string[], cwd: string): Promise<Error> {
  vi.spyOn(process.stderr, "write").mockImplementation(() => true); // commander prints
  const before = process.cwd();
  process.chdir(cwd);
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    return error as Error;
  } finally {
    process.chdir(before);
  }
  throw new Error("the command must fail");
}

describe("createProgram", () => {
  it.each(wrong)("finds %j to be wrong usage, and leaves nothing behind", async (args, message) => {
    const cwd = makeFolder();
    const error = await failureOf(args, cwd);
    expect(error.message).toContain(message);
    expect(exitCodeOf(error)).toBe(2);
    expect(readdirSync(cwd).sort()).toEqual(["foreign", "full"]);
    expect(readdirSync(join(cwd, "full"))).toEqual(["notes.txt"]);
  });
});

describe("acclimate", () => {
  it.each([
    [
      ["train", "--preset"],
      "error: option '--preset <name>' argument missing\n(add --help for usage)\n",
    ],
    [
      ["train", "navigation", "--set", "seed=-1", "--set", "outerSteps=0"],
      "error: config.seed: must be >= 0, got -1\nerror: config.outerSteps: must be >= 1, got 0\n",
    ],
  ])("prints what is wrong in %j, a line each, and exits with 2", async (args, stderr) => {
    const output = await runAcclimate(args, { cwd: temporaryFolder() });
    expect(output).toMatchObject({ exitCode: 2, stdout: "", stderr });
  });

  it.skipIf(isTensorflowInstalled)(
    "names the package of a backend that is not installed",
    async () => {
      const cwd = temporaryFolder();
      const args = ["train", "navigation", "--backend", "tensorflow"];
      const { exitCode, stderr } = await runAcclimate(args, { cwd });
      expect(stderr).toContain("npm install @tensorflow/tfjs-node");
      expect(exitCode).toBe(2);
      expect(readdirSync(cwd)).toEqual([]);
    },
  );

  it("prints help and its version with exit code 0", async () => {
    const cwd = temporaryFolder();
    const help = await runAcclimate(["--help"], { cwd });
    expect(help.exitCode).toBe(0);
    for (const command of [
      "train",
      "evaluate",
      "resume",
      "list",
      "check",
      "bench",
      "compare",
      "reproduce",
    ]) {
      expect(help.stdout).toContain(`\n  ${command} `);
    }
    const version = await runAcclimate(["--version"], { cwd });
    expect(version).toMatchObject({ exitCode: 0, stderr: "" });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("lists experiments, presets and environments", async () => {
    const { exitCode, stdout, stderr } = await runAcclimate(["list"], { cwd: temporaryFolder() });
    expect(stdout).toContain("navigation\n  ");
    expect(stdout).toContain("  presets:      quick (default), paper, ");
    expect(stdout).toContain("navigation@maml2017");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});
