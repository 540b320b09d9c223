// Layer 5: goes on with a run where it stopped, as if it never had.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, formatValue } from "../errors.ts";
import { kindOf } from "./kind-of.ts";
import { rewindMetrics } from "./metrics.ts";
import { disposeState, openRun } from "./open-run.ts";
import type { OpenedRun, OpenRunOptions } from "./open-run.ts";
import { sourceOfRun } from "./run-description.ts";
import type { RunDescription } from "./run-description.ts";
import { readJson, runFiles } from "./run-folder.ts";
import type { TrainOptions } from "./train.ts";

/** A run to go on with. */
export interface ResumeOptions extends OpenRunOptions {
  /** Outer steps to train for, instead of those of the configuration; a finished run needs more than it has. */
  readonly outerSteps?: number | undefined;
}

/**
 * Prepares training to go on from the last checkpoint of a run, on the backend that is in use. Metrics of later outer
 * steps, which will be made again, are dropped.
 *
 * @returns what `train` needs; its state belongs to the caller
 * @throws {@link ConfigError} if the run is finished, its files are damaged, or its environment or task set has changed
 */
export async function prepareResume(options: ResumeOptions): Promise<ResumedTraining> {
  const { folder, experiment } = options;
  checkSource(options);
  const opened = await openRun(options);
  try {
    const run = chooseLength(opened, options);
    const metrics = await rewindMetrics(folder, opened.progress.outerSteps);
    const { state, progress } = opened;
    return { experiment, run, folder, start: { state, progress, metrics } };
  } catch (error) {
    disposeState(opened.state);
    throw error;
  }
}

/** Training that goes on. */
export type ResumedTraining = Required<
  Pick<TrainOptions, "experiment" | "run" | "folder" | "start">
>;

function checkSource({ experiment, run }: ResumeOptions): void {
  const source = kindOf(experiment).sourceOf(experiment, run.config);
  const { id, hash } = sourceOfRun(run);
  const found = source.hash();
  if (found === hash) return;
  const what = source.kind === "environment" ? "environment" : "task set";
  throw new ConfigError(
    `resume: ${what} ${id} must do what it did when the run began (hash ${hash}), got hash ${found}; train anew`,
  );
}

/** The run, for as many outer steps as are wanted now. */
function chooseLength(
  { run, progress }: OpenedRun,
  { folder, outerSteps }: ResumeOptions,
): RunDescription {
  const done = progress.outerSteps;
  if (outerSteps !== undefined) {
    // The last of repeated options counts.
    const command = `${run.command} --outer-steps ${outerSteps}`;
    if (outerSteps > done) return { ...run, command, config: { ...run.config, outerSteps } };
    throw new ConfigError(
      `--outer-steps: must be more than the ${done} outer steps that are done, got ${outerSteps}`,
    );
  }
  if (done >= run.config.outerSteps && isCompleted(folder)) {
    throw new ConfigError(
      `resume: the run must not be finished, got ${formatValue(folder)} with all ${done} outer steps; --outer-steps N extends it`,
    );
  }
  return run;
}

function isCompleted(folder: string): boolean {
  if (!existsSync(join(folder, runFiles.summary))) return false;
  return (readJson(folder, runFiles.summary) as { status?: unknown }).status === "completed";
}
