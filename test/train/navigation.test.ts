// The loop with the real learner, environment and backend, small enough to take seconds.

import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { loadExperiment } from "../../src/cli/load-experiment.ts";
import type { Experiment } from "../../src/train/experiment.ts";
import { resolveConfig } from "../../src/train/resolve-config.ts";
import { prepareResume } from "../../src/train/resume.ts";
import { describeRun, readRunDescription } from "../../src/train/run-description.ts";
import { train } from "../../src/train/train.ts";
import type { TrainOptions, TrainResult } from "../../src/train/train.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { abortAfter, readText } from "./support.ts";

let experiment: Experiment;

beforeAll(async () => {
  await useBackend("onnx");
  experiment = await loadExperiment("navigation");
});

const SMALL = [
  ...["metaBatchSize=3", "inner.episodesPerTask=4", "policy.hiddenSizes=[16]"],
  ...["inner.steps=2", "inner.learningRate=0.5 * 0.5^innerStep"],
  ...["evaluation.tasks=2", "evaluation.episodesPerTask=4"],
];

async function trainSmall(
  folder: string,
  options: Pick<TrainOptions, "signal" | "onOuterStep"> = {},
): Promise<TrainResult> {
  const config = await resolveConfig(experiment, { overrides: SMALL, outerSteps: 3 });
  const facts = {
    experiment: "navigation",
    preset: "quick",
    command: "",
    backend: "onnx",
  } as const;
  const run = describeRun({ ...facts, config }, experiment);
  return train({ experiment, run, folder, ...options });
}

/** The bytes of a run folder, but for what depends on the wall clock. */
function contentOf(folder: string): Record<string, string> {
  const seconds = /"seconds":\s*(\{[^}]*\}|[\d.]+)/g;
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readText(folder, file).replace(seconds, "")]),
  );
}

describe("training of navigation", () => {
  it("gives the same bytes twice apart from timings, and after an interruption", async () => {
    const [one, two, stopped] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const { metrics } = await trainSmall(one);
    await trainSmall(two);
    await trainSmall(stopped, abortAfter(1));
    const run = readRunDescription(stopped);
    await train(await prepareResume({ folder: stopped, run, experiment }));

    expect(Object.keys(contentOf(one))).toHaveLength(5);
    expect(contentOf(two)).toEqual(contentOf(one));
    expect(contentOf(stopped)).toEqual(contentOf(one));
    expect(Object.keys(metrics[2] ?? {})).toEqual([
      "outerStep",
      "preAdaptation",
      "postAdaptation",
      "environmentSteps",
      "kl",
      "surrogate",
      "lineSearchSteps",
      "stepAccepted",
      "seconds",
    ]);
  });
});
