// Who follows docs/few-shot.md has a task set, a learner and an experiment of their own, in a folder that knows nothing of
// this project: it learns as well as the document says, resumes, and explains what is wrong.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { readCodeBlocks } from "./markdown.ts";
import { createFolder } from "./project.ts";

const DOCUMENT = "docs/few-shot.md";

/** The document's TypeScript, by the file names in the first lines. */
const files = Object.fromEntries(
  readCodeBlocks(DOCUMENT, ["ts"]).map(({ code }) => [/^\/\/ (\S+)/.exec(code)?.[1] ?? "", code]),
);

/** The per cent of each preset after 1 outer step and after all. */
const results = [
  ...readFileSync(join(ROOT, DOCUMENT), "utf8").matchAll(
    /^\| `([\w-]+)` +\| (\d+) % +\| (\d+) % +\|$/gm,
  ),
].map(([, preset = "", begun, trained]) => ({
  preset,
  begun: Number(begun),
  trained: Number(trained),
}));

/** Little work: enough for each part to run once. */
const LITTLE_WORK = ["--set=metaBatchSize=2", "--set=evaluation.tasks=2"];

const evaluation = z.object({ scores: z.array(z.object({ mean: z.number() })) });

/** Accuracy on held-out tasks after the last inner step, in per cent. */
function accuracyOf(cwd: string, run: string): number {
  const text = readFileSync(join(cwd, run, "evaluation.json"), "utf8");
  return 100 * (evaluation.parse(JSON.parse(text)).scores.at(-1)?.mean ?? NaN);
}

async function train(cwd: string, ...args: readonly string[]): Promise<void> {
  const result = await runAcclimate(["train", "film-experiment.ts", "--quiet", ...args], { cwd });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
}

beforeAll(() => {
  expect(Object.keys(files)).toEqual(["films.ts", "weighted-centroids.ts", "film-experiment.ts"]);
  expect(results.map(({ preset }) => preset)).toEqual(["maml", "centroids"]);
});

describe("the experiment of docs/few-shot.md", () => {
  it.each(results)("learns as the document says: $preset", async ({ preset, begun, trained }) => {
    const cwd = createFolder(files);
    await Promise.all([
      train(cwd, "--preset", preset, "--out", "trained"),
      train(cwd, "--preset", preset, "--out", "begun", "--outer-steps", "1"),
    ]);
    // Half of a per cent is rounded away; the rest is what other hardware may round otherwise.
    expect(Math.abs(accuracyOf(cwd, "trained") - trained)).toBeLessThan(0.7);
    expect(Math.abs(accuracyOf(cwd, "begun") - begun)).toBeLessThan(0.7);
    expect(trained - begun).toBeGreaterThan(10);
  });
});

describe("the learner of docs/few-shot.md", () => {
  it("goes on where a run stopped, to the same bytes", async () => {
    const cwd = createFolder(files);
    const args = ["--preset", "centroids", ...LITTLE_WORK];
    await train(cwd, ...args, "--out", "whole", "--outer-steps", "3");
    await train(cwd, ...args, "--out", "parts", "--outer-steps", "2");
    const resumed = await runAcclimate(["resume", "parts", "--outer-steps", "3"], { cwd });
    expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
    for (const file of ["checkpoint.safetensors", "evaluation.json"]) {
      expect(readFileSync(join(cwd, "parts", file))).toEqual(
        readFileSync(join(cwd, "whole", file)),
      );
    }
  });

  it.each([
    ["ways=3", "task set films@1: ways must be 2, got 3"],
    ["learner=weighted-centroid", 'did you mean "weighted-centroids"?'],
  ])("rejects --set %s", async (override, message) => {
    const cwd = createFolder(files);
    const args = ["train", "film-experiment.ts", "--preset", "centroids", "--set", override];
    const { exitCode, stderr } = await runAcclimate(args, { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
