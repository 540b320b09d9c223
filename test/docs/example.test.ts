// The experiment of the README trains when a reader saves it and runs the command below it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runAcclimate } from "../support/run-acclimate.ts";
import { readCodeBlocks } from "./markdown.ts";
import { createProject } from "./project.ts";

/** Little work: enough for each part to run once. */
const SMALL = [
  "--outer-steps=1",
  "--set=metaBatchSize=2",
  "--set=inner.episodesPerTask=2",
  "--set=evaluation.tasks=2",
  "--set=evaluation.episodesPerTask=2",
];

describe("the README's experiment", () => {
  it("trains from a file", async () => {
    const code = readCodeBlocks("README.md", ["ts"])[0]?.code ?? "";
    const cwd = createProject({ "corridor.ts": code });
    const { exitCode, stderr } = await runAcclimate(["train", "corridor.ts", ...SMALL], { cwd });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const summary: unknown = JSON.parse(
      readFileSync(join(cwd, "runs/corridor-1/summary.json"), "utf8"),
    );
    expect(summary).toMatchObject({ outerSteps: 1 });
  });
});
