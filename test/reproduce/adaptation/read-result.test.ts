import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import type { Evaluation } from "../../../src/meta-rl/evaluation.ts";
import { readResult } from "../../../src/reproduce/adaptation/read-result.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { trainFake } from "../../train/support.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

const scores = [0.2, 0.9].map((mean, innerSteps) => ({
  innerSteps,
  mean,
  ci95: [mean - 0.1, mean + 0.1],
}));

const supervised = {
  taskSet: "digits@1",
  split: "test",
  ways: 5,
  shots: [1, 5],
  queries: 15,
  measure: "accuracy",
  scores,
  perTask: [
    { task: { classes: ["a", "b"] }, scores: [0.1, 0.8] },
    { task: { classes: ["c", "d"] }, scores: [0.3, 1] },
  ],
};

async function trainedFolder(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = temporaryFolder();
  await trainFake(folder, { seed: 1 });
  for (const [file, value] of Object.entries(changes)) {
    writeFileSync(join(folder, file), JSON.stringify(value));
  }
  return folder;
}

describe("readResult", () => {
  it("reads the returns of a completed run, its held-out tasks, and the seconds of its outer steps", async () => {
    const folder = temporaryFolder();
    const { evaluation } = await trainFake(folder, { seed: 1 });
    const { points, heldOutTasks, ...rest } = readResult(folder);
    expect(rest).toEqual({
      seed: 1,
      measure: "return",
      protocol: { episodesPerTask: 2 },
      takenBack: 0,
      seconds: 4 * 1.5,
    });
    const expected = evaluation as Evaluation;
    expect(points).toEqual(expected.returns);
    expect(heldOutTasks).toHaveLength(3);
    expect(expected.perTask).toMatchObject(heldOutTasks.map((task) => ({ task })));
  });

  it("reads the scores of a supervised run", async () => {
    const folder = await trainedFolder({ "evaluation.json": supervised });
    expect(readResult(folder)).toMatchObject({
      measure: "accuracy",
      points: scores,
      protocol: { taskSet: "digits@1", split: "test", ways: 5, shots: [1, 5], queries: 15 },
      heldOutTasks: [{ classes: ["a", "b"] }, { classes: ["c", "d"] }],
    });
  });

  it("counts the tasks with inner steps that were taken back", async () => {
    const nonFinite = [
      { task: 0, innerStep: 0, parameter: "predictions" },
      { task: 1, innerStep: 2, parameter: "predictions" },
    ];
    const folder = await trainedFolder({ "evaluation.json": { ...supervised, nonFinite } });
    expect(readResult(folder).takenBack).toBe(2);
    const evaluation = JSON.parse(
      readFileSync(join(await trainedFolder(), "evaluation.json"), "utf8"),
    ) as object;
    // A task of a policy may have several.
    const health = { nonFinite: [...nonFinite, { ...nonFinite[1], innerStep: 3 }] };
    const ofPolicy = await trainedFolder({ "evaluation.json": { ...evaluation, health } });
    expect(readResult(ofPolicy).takenBack).toBe(2);
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [
      { "summary.json": { status: "interrupted", outerSteps: 4 } },
      'summary.json.status: must be completed, got "interrupted"',
    ],
    [
      { "evaluation.json": { ...supervised, measure: "speed" } },
      "evaluation.json.measure: must be one of",
    ],
    [{ "evaluation.json": { ...supervised, scores: [] } }, "evaluation.json.scores: must have"],
    [{ "evaluation.json": {} }, "evaluation.json.episodesPerTask: must be"],
  ])("rejects %j", async (changes, message) => {
    const folder = await trainedFolder(changes);
    expect(() => readResult(folder)).toThrow(message);
  });

  it("rejects a folder without an evaluation", async () => {
    const folder = await trainedFolder();
    rmSync(join(folder, "evaluation.json"));
    expect(() => readResult(folder)).toThrow("run folder: must hold evaluation.json, got");
  });
});
