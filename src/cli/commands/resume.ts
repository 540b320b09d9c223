// Layer 6: `acclimate resume`.

import { useBackend } from "../../backend/backend.ts";
import { prepareResume } from "../../train/resume.ts";
import { readRunDescription } from "../../train/run-description.ts";
import { loadExperimentOf } from "../load-experiment.ts";
import { createOutput } from "../output.ts";
import { trainAndReport } from "../train-and-report.ts";

/** Options of `acclimate resume`. */
export interface ResumeCommandOptions {
  readonly outerSteps?: number | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** Goes on with a run. @returns the exit code */
export async function runResume(folder: string, options: ResumeCommandOptions): Promise<number> {
  const { outerSteps, quiet = false } = options;
  const run = readRunDescription(folder);
  const experiment = await loadExperimentOf(folder, run);
  await useBackend(run.backend);
  const training = await prepareResume({ folder, run, experiment, outerSteps });
  const output = createOutput(options);
  if (!quiet) {
    const { outerSteps: done } = training.start.progress;
    output.print(`resuming ${experiment.name} after ${done} outer steps in ${folder}`);
  }
  return trainAndReport({ training, output, quiet });
}
