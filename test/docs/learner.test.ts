// Who follows docs/custom-learners.md has a learner that learns, resumes and explains its fields, in a folder that knows
// nothing of this project.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { runAcclimate } from "../support/run-acclimate.ts";
import type { RunResult } from "../support/run-acclimate.ts";
import { readCodeBlocks } from "./markdown.ts";
import { createFolder, LITTLE_WORK } from "./project.ts";

/** The document's TypeScript, by the file names in the first lines. */
const files = Object.fromEntries(
  readCodeBlocks("docs/custom-learners.md", ["ts"]).map(({ code }) => [
    /^\/\/ (\S+)/.exec(code)?.[1] ?? "",
    code,
  ]),
);

const evaluation = z.object({ perTask: z.array(z.object({ returns: z.array(z.number()) })) });

/** The return of each held-out task of a run after one inner step. */
function returnsOf(cwd: string, run: string): readonly number[] {
  const text = readFileSync(join(cwd, run, "evaluation.json"), "utf8");
  return evaluation.parse(JSON.parse(text)).perTask.map(({ returns }) => returns[1] ?? NaN);
}

async function train(cwd: string, ...args: readonly string[]): Promise<RunResult> {
  const result = await runAcclimate(["train", "bandits.ts", "--quiet", ...args], { cwd });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  return result;
}

describe("the learner of docs/custom-learners.md", () => {
  beforeAll(() => {
    expect(Object.keys(files)).toEqual(["es-maml.ts", "bandits.ts"]);
  });

  it("learns parameters that a gradient step leads further from", async () => {
    const cwd = createFolder(files);
    await Promise.all([
      train(cwd, "--out", "trained"),
      train(cwd, "--out", "begun", "--outer-steps", "1"),
    ]);
    const [trained, begun] = ["trained", "begun"].map((run) => returnsOf(cwd, run));
    const gains = trained!.map((value, task) => value - begun![task]!);
    const mean = gains.reduce((sum, x) => sum + x, 0) / gains.length;
    const variance = gains.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (gains.length - 1);
    expect(gains).toHaveLength(200);
    expect(mean).toBeGreaterThan(3 * Math.sqrt(variance / gains.length));
  });

  it("goes on where a run stopped, to the same bytes", async () => {
    const cwd = createFolder(files);
    await train(cwd, ...LITTLE_WORK, "--out", "whole", "--outer-steps", "3");
    await train(cwd, ...LITTLE_WORK, "--out", "parts", "--outer-steps", "2");
    const resumed = await runAcclimate(["resume", "parts", "--outer-steps", "3"], { cwd });
    expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
    for (const file of ["checkpoint.safetensors", "evaluation.json"]) {
      expect(readFileSync(join(cwd, "parts", file))).toEqual(
        readFileSync(join(cwd, "whole", file)),
      );
    }
  });

  it("trains beside a learner of the package", async () => {
    const cwd = createFolder(files);
    await train(cwd, ...LITTLE_WORK, "--preset", "maml", "--out", "maml");
    const config: unknown = JSON.parse(readFileSync(join(cwd, "maml/config.json"), "utf8"));
    expect(config).toMatchObject({ config: { learner: "maml", outer: { maxKl: 0.01 } } });
  });

  it.each([
    ["outer.std=0", "config.outer.std: must be > 0, got 0"],
    ["outer.pair=3", 'must name fields that exist, got "outer.pair"; did you mean "outer.pairs"?'],
    ["learner=es-mamal", 'got "es-mamal"; did you mean "es-maml"?'],
  ])("rejects --set %s", async (override, message) => {
    const cwd = createFolder(files);
    const args = ["train", "bandits.ts", "--set", override];
    const { exitCode, stderr } = await runAcclimate(args, { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
