// The configuration of experiments on task sets.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ConfigError } from "../../src/errors.ts";
import { maml } from "../../src/few-shot/learners/maml.ts";
import { defineFewShotExperiment } from "../../src/train/few-shot-experiment.ts";
import { resolveConfig } from "../../src/train/resolve-config.ts";
import type { ConfigChanges } from "../../src/train/resolve-config.ts";
import { train } from "../../src/train/train.ts";
import { blobs } from "../few-shot/toy-task-sets.ts";
import toy from "../few-shot/toy-experiment.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { describeRunOf } from "./support.ts";

beforeAll(() => useBackend("cpu"));

/** Trains with a configuration. */
async function begin(changes: ConfigChanges): Promise<unknown> {
  const run = await describeRunOf(toy, changes);
  return train({ experiment: toy, run, folder: temporaryFolder() });
}

describe("the configuration of an experiment on task sets", () => {
  it("is completed with defaults", async () => {
    const config = await resolveConfig(toy, { preset: "prototypical" });
    expect(config).toMatchObject({
      taskSet: "blobs@test",
      learner: "prototypical",
      seed: 1,
      network: { kind: "mlp", activation: "relu", normalisation: "none" },
      evaluation: { split: "test", queries: 4 },
      outer: { learningRate: 1e-3 },
    });
    expect(config).not.toHaveProperty("inner");
    expect(config).not.toHaveProperty("policy");
  });

  it.each([
    [
      "policy.hiddenSizes=[3]",
      '--set: must name fields that exist, got "policy.hiddenSizes"; did you mean "network.hiddenSizes"?',
    ],
    ["shot=1", '--set: must name fields that exist, got "shot"; did you mean "shots"?'],
    [
      'taskSet="blob@test"',
      'config.taskSet: must be one of blobs@test, lines@test, mixed@test, got "blob@test"',
    ],
    ["ways=[3,2]", "config.ways: must be the least and the most, got [3, 2]"],
    [
      "evaluation.split=all",
      'config.evaluation.split: must be one of train, validation, test, got "all"',
    ],
    ["inner.adapts=context", 'config.inner.adapts: must be one of all, head, got "context"'],
    ["network.kind=cnn", 'config.network.kind: must be one of mlp, convolutional, got "cnn"'],
  ])("rejects %s", async (override, message) => {
    const error: unknown = await resolveConfig(toy, { overrides: [override] }).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toContain(message);
  });

  it("is rejected for a learner that cannot learn what the task set has", async () => {
    await expect(
      begin({ preset: "prototypical", overrides: ["taskSet=lines@test"] }),
    ).rejects.toThrow("config.learner: prototypical must have classes to predict, got lines@test");
    await expect(begin({ overrides: ["network.kind=convolutional"] })).rejects.toThrow(
      "config.network.kind: a convolutional network must have inputs of shape [height, width]",
    );
  });
});

describe("defineFewShotExperiment", () => {
  const valid = {
    name: "toy",
    description: "",
    taskSets: [blobs()],
    learners: [maml],
    presets: { small: {} },
  } as const;

  it.each([
    [{ taskSets: [] }, "defineFewShotExperiment.taskSets: "],
    [{ learners: [maml, maml] }, "defineFewShotExperiment.learners: must have different names"],
    [{ name: "a/b" }, "defineFewShotExperiment.name: must be letters, digits, - and _"],
    [{ presets: {} }, "defineFewShotExperiment.presets: must have at least one preset"],
  ])("rejects %o", (change, message) => {
    const wrong = { ...valid, ...change } as unknown as typeof valid;
    expect(() => defineFewShotExperiment(wrong)).toThrow(ConfigError);
    expect(() => defineFewShotExperiment(wrong)).toThrow(message);
  });

  it("returns what it was given", () => {
    expect(defineFewShotExperiment(valid)).toBe(valid);
  });
});
