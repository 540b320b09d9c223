// Runs of the fake experiment, for tests of the loop and of what it leaves.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Experiment, PolicyExperiment } from "../../src/train/experiment.ts";
import { choosePreset, resolveConfig } from "../../src/train/resolve-config.ts";
import type { ConfigChanges } from "../../src/train/resolve-config.ts";
import { describeRun } from "../../src/train/run-description.ts";
import type { RunDescription } from "../../src/train/run-description.ts";
import { train } from "../../src/train/train.ts";
import type { TrainOptions, TrainResult } from "../../src/train/train.ts";
import fake from "./fake-experiment.ts";

/** Describes a run of the fake experiment on the cpu backend, which must be in use. */
export function describeFakeRun(changes: ConfigChanges = {}): Promise<RunDescription> {
  return describeRunOf(fake, changes);
}

/** Describes a run of an experiment on the cpu backend, which must be in use. */
export async function describeRunOf(
  experiment: Experiment,
  changes: ConfigChanges = {},
): Promise<RunDescription> {
  const config = await resolveConfig(experiment, changes);
  return describeRun(
    {
      experiment: `${experiment.name}.ts`,
      preset: choosePreset(experiment, changes.preset),
      command: `acclimate train ${experiment.name}.ts`,
      config,
      backend: "cpu",
    },
    experiment,
  );
}

/** Trains the fake experiment into a folder. */
export async function trainFake(
  folder: string,
  changes: ConfigChanges = {},
  options: Partial<TrainOptions<PolicyExperiment>> = {},
): Promise<TrainResult<PolicyExperiment>> {
  return train({ experiment: fake, run: await describeFakeRun(changes), folder, ...options });
}

/** Reads a file of a run folder as text. */
export function readText(folder: string, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** A signal that is aborted once `count` outer steps are finished, and the callback that counts them. */
export function abortAfter(count: number): Pick<TrainOptions, "signal" | "onOuterStep"> {
  const controller = new AbortController();
  let done = 0;
  return {
    signal: controller.signal,
    onOuterStep: () => {
      done += 1;
      if (done === count) controller.abort();
    },
  };
}
