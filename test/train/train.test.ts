import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ConfigError, NumericalError } from "../../src/errors.ts";
import { decodeSafetensors } from "../../src/train/safetensors.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { abortAfter, readText, trainFake } from "./support.ts";

beforeAll(() => useBackend("cpu"));

describe("train", () => {
  it("writes a configuration, a line per outer step, a checkpoint, an evaluation and a summary", async () => {
    const folder = temporaryFolder();
    const { summary, metrics, evaluation } = await trainFake(folder);
    expect(readdirSync(folder).sort()).toEqual([
      "checkpoint.safetensors",
      "config.json",
      "evaluation.json",
      "metrics.jsonl",
      "summary.json",
    ]);
    const config: unknown = JSON.parse(readText(folder, "config.json"));
    expect(config).toMatchObject({
      experiment: "fake.ts",
      preset: "small",
      seed: 1,
      config: { outerSteps: 4, environment: "hit-target@test" },
      environment: {
        id: "hit-target@test",
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      backend: "cpu",
      versions: { node: process.versions.node, backend: "@tensorflow/tfjs-backend-cpu 4.22.0" },
    });
    const lines = readText(folder, "metrics.jsonl").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(metrics);
    // Two tasks, two episodes each, of three steps.
    expect(metrics.map(({ outerStep }) => outerStep)).toEqual([0, 1, 2, 3]);
    expect(metrics.map(({ environmentSteps }) => environmentSteps)).toEqual([12, 24, 36, 48]);
    expect(JSON.parse(readText(folder, "evaluation.json"))).toEqual(evaluation);
    expect(evaluation?.perTask).toHaveLength(3);
    expect(evaluation?.returns.map(({ innerSteps }) => innerSteps)).toEqual([0, 1]);
    expect(JSON.parse(readText(folder, "summary.json"))).toEqual(summary);
    expect(summary).toMatchObject({
      status: "completed",
      outerSteps: 4,
      environmentSteps: 48,
      evaluation: { tasks: 3, episodesPerTask: 2 },
    });
    // Four outer steps of 1.5 s, as the learner claims, and the evaluation.
    expect(summary.seconds).toBeGreaterThan(6);
    expect(summary.seconds).toBeLessThan(60);
  });

  it("writes the same bytes for the same configuration and seed, and others for another seed", async () => {
    const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()] as const;
    await trainFake(folders[0]);
    await trainFake(folders[1]);
    await trainFake(folders[2], { seed: 2 });
    for (const file of [
      "config.json",
      "metrics.jsonl",
      "checkpoint.safetensors",
      "evaluation.json",
    ]) {
      const [first, again, other] = folders.map((folder) => readFileSync(join(folder, file)));
      expect(again, file).toEqual(first);
      expect(other, file).not.toEqual(first);
    }
  });

  it("trains policies of discrete actions", async () => {
    const { summary } = await trainFake(temporaryFolder(), { preset: "discrete" });
    expect(summary.status).toBe("completed");
  });

  it("ends with a checkpoint after the outer step in which it is interrupted", async () => {
    const folder = temporaryFolder();
    const result = await trainFake(folder, {}, abortAfter(2));
    expect(result.summary).toMatchObject({ status: "interrupted", outerSteps: 2 });
    expect(result.evaluation).toBeUndefined();
    expect(existsSync(join(folder, "evaluation.json"))).toBe(false);
    expect(JSON.parse(readText(folder, "summary.json"))).toEqual(result.summary);
    expect(stepsOf(folder)).toBe(2);
  });

  it.each([
    ["params", "outer step 2: params.W0 must be finite, got NaN"],
    ["return", "outer step 2.postAdaptation.return: must be a finite number, got Infinity"],
    ["numbers", "outer step 2: fake: loss must be finite, got NaN"],
  ])(
    "fails when %s are not finite, and keeps the last good checkpoint",
    async (failure, message) => {
      const folder = temporaryFolder();
      const overrides = [`failure=${failure}`, "failAt=2"];
      const error: unknown = await trainFake(folder, { overrides }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(NumericalError);
      expect((error as Error).message).toBe(message);
      expect(JSON.parse(readText(folder, "summary.json"))).toMatchObject({
        status: "failed",
        outerSteps: 2,
      });
      expect(readText(folder, "metrics.jsonl").trimEnd().split("\n")).toHaveLength(2);
      expect(stepsOf(folder)).toBe(0);
    },
  );

  it("passes other errors on as they are", async () => {
    const folder = temporaryFolder();
    await expect(trainFake(folder, { overrides: ["failure=bug"] })).rejects.toThrow(
      new TypeError("fake bug"),
    );
    await expect(
      trainFake(temporaryFolder(), { overrides: ["failure=config"] }),
    ).rejects.toBeInstanceOf(ConfigError);
  });

  it.each([
    { clock: "ten outer steps take a second", milliseconds: 1000, expected: 20 },
    { clock: "they take no time", milliseconds: 0, expected: 0 },
  ])("writes a checkpoint every ten outer steps: $clock", async ({ milliseconds, expected }) => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += milliseconds));
    const folder = temporaryFolder();
    const overrides = ["failure=bug", "failAt=23"];
    await expect(trainFake(folder, { overrides, outerSteps: 30 })).rejects.toThrow("fake bug");
    clock.mockRestore();
    expect(stepsOf(folder)).toBe(expected);
  });
});

/** Outer steps that a folder's checkpoint has. */
function stepsOf(folder: string): number {
  const bytes = readFileSync(join(folder, "checkpoint.safetensors"));
  const { metadata } = decodeSafetensors("checkpoint", bytes);
  return (JSON.parse(metadata["progress"] ?? "{}") as { outerSteps: number }).outerSteps;
}
