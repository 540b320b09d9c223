// Who follows docs/custom-environments.md has an environment that trains, evaluates and checks, in a folder that knows
// nothing of this project. Its template of a project is tested where the package is installed, in test/package/.

import { describe, expect, it } from "vitest";
import { runAcclimate } from "../support/run-acclimate.ts";
import { readCodeBlocks } from "./markdown.ts";
import { createFolder, LITTLE_WORK } from "./project.ts";

const DOCUMENT = "docs/custom-environments.md";

/** The document's TypeScript, by the file names in the first lines. */
const files = new Map(
  readCodeBlocks(DOCUMENT, ["ts"]).map(({ code }) => [/^\/\/ (\S+)/.exec(code)?.[1], code]),
);

/** What the document shows of what is printed. */
const printed = readCodeBlocks(DOCUMENT, ["console"]).map(({ code }) => code);

function codeOf(file: string): string {
  const code = files.get(file);
  if (code === undefined) throw new Error(`${DOCUMENT} must have ${file}`);
  return code;
}

describe("the one file of docs/custom-environments.md", () => {
  const file = "thermostat-experiment.ts";

  it("passes the check, which prints what the document shows", async () => {
    const cwd = createFolder({ [file]: codeOf(file) });
    const { exitCode, stdout, stderr } = await runAcclimate(["check", file], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [shown = ""] = printed.filter((code) => code.startsWith("thermostat@1"));
    // An ellipsis stands for lines or for the rest of a line.
    const lines = shown.split("\n").map((line) => line.replace(/ *…$/, ""));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(stdout).toContain(line);
  });

  it("trains and evaluates in an empty folder", async () => {
    const cwd = createFolder({ [file]: codeOf(file) });
    const trained = await runAcclimate(["train", file, ...LITTLE_WORK], { cwd });
    expect(trained).toMatchObject({ exitCode: 0, stderr: "" });
    expect(trained.stdout).toContain("wrote runs/thermostat-1");
    const evaluated = await runAcclimate(["evaluate", "runs/thermostat-1", "--tasks", "3"], {
      cwd,
    });
    expect(evaluated).toMatchObject({ exitCode: 0, stderr: "" });
    expect(evaluated.stdout).toContain("3 held-out tasks of thermostat@1");
  });
});

describe("the batch of docs/custom-environments.md", () => {
  it("passes the check", async () => {
    const names = ["thermostat.ts", "thermostat-batch.ts"];
    const cwd = createFolder(Object.fromEntries(names.map((name) => [name, codeOf(name)])));
    const { exitCode, stdout } = await runAcclimate(["check", "thermostat-batch.ts"], { cwd });
    expect(stdout).toContain("✓ steps a batch as it steps single environments\n");
    expect(stdout).toContain("1 environment checked, nothing found");
    expect(exitCode).toBe(0);
  });
});

describe("the error of docs/custom-environments.md", () => {
  it("is what a misspelt import leads to", async () => {
    const code = codeOf("thermostat.ts").replaceAll(/\bbox\b/g, "bax");
    const cwd = createFolder({ "thermostat.ts": code });
    const { exitCode, stderr } = await runAcclimate(["check", "thermostat.ts"], { cwd });
    expect(exitCode).toBe(2);
    expect(printed).toContain(stderr);
  });
});
