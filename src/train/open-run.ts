// Layer 5: reads a run folder back: what was trained, and how far it came.

import { join } from "node:path";
import { CheckpointError } from "../errors.ts";
import type { LearnerState, MetaLearner } from "../meta/learner.ts";
import { disposeParams } from "../nn/params.ts";
import { createRandom } from "../random.ts";
import { readCheckpoint } from "./checkpoint.ts";
import type { Progress } from "./checkpoint.ts";
import type { Experiment } from "./experiment.ts";
import { learnerOf } from "./learner-of.ts";
import { kindOf } from "./kind-of.ts";
import { checkConfig } from "./resolve-config.ts";
import type { RunDescription } from "./run-description.ts";
import { runFiles } from "./run-folder.ts";

/** A run as its folder has it. */
export interface OpenedRun {
  /** With its configuration checked and its schedules compiled. */
  readonly run: RunDescription;
  readonly problem: unknown;
  /** The caller owns it. */
  readonly state: LearnerState;
  readonly progress: Progress;
}

/** A run folder, and what its `config.json` says and refers to. */
export interface OpenRunOptions {
  readonly folder: string;
  readonly run: RunDescription;
  readonly experiment: Experiment;
}

/**
 * Reads the checkpoint of a run, on the backend that is in use.
 * @throws {@link ConfigError} if the configuration is not one of the experiment
 * @throws {@link CheckpointError} if the checkpoint is damaged or of another run
 */
export async function openRun(options: OpenRunOptions): Promise<OpenedRun> {
  const { folder, experiment } = options;
  const config = await checkConfig(experiment, options.run.config);
  const run = { ...options.run, config };
  const problem = kindOf(experiment).problemOf(experiment, config);
  const learner = learnerOf<MetaLearner>(experiment.learners, config.learner);
  const expected = learner.initialise(problem, config, createRandom(run.seed));
  try {
    const checkpoint = readCheckpoint(folder, expected);
    if (!isSameTraining(checkpoint.config, config)) {
      disposeState(checkpoint.state);
      throw new CheckpointError(
        `${join(folder, runFiles.checkpoint)}: must have the configuration of ${runFiles.config}, got another; put back the files of one run`,
      );
    }
    return { run, problem, state: checkpoint.state, progress: checkpoint.progress };
  } finally {
    disposeState(expected);
  }
}

/** Frees the tensors of a state. */
export function disposeState({ params, optimiser }: LearnerState): void {
  disposeParams(params);
  disposeParams(optimiser);
}

/** Equal but for the length of training, which a resume may change. */
function isSameTraining(a: unknown, b: unknown): boolean {
  const [first, second] = [a, b].map((config) =>
    JSON.stringify({ ...(config as object), outerSteps: 0 }),
  );
  return first === second;
}
