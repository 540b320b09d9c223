// Layer 6: `acclimate evaluate`.

import { existsSync } from "node:fs";
import { useBackend } from "../../backend/backend.ts";
import { ConfigError, formatValue } from "../../errors.ts";
import { kindOf } from "../../train/kind-of.ts";
import { disposeState, openRun } from "../../train/open-run.ts";
import { readRunDescription } from "../../train/run-description.ts";
import { writeJson } from "../../train/run-folder.ts";
import { parseLearningRate } from "../learning-rate-option.ts";
import { loadExperimentOf } from "../load-experiment.ts";
import { createOutput } from "../output.ts";
import { renderEvaluation } from "../render-evaluation.ts";

/** Options of `acclimate evaluate`. */
export interface EvaluateCommandOptions {
  readonly tasks?: number | undefined;
  readonly innerSteps?: number | undefined;
  readonly episodes?: number | undefined;
  readonly learningRate?: string | undefined;
  readonly seed?: number | undefined;
  readonly backend?: string | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

/** Evaluates the checkpoint of a run and prints the returns. */
export async function runEvaluate(folder: string, options: EvaluateCommandOptions): Promise<void> {
  const { tasks, innerSteps, episodes: episodesPerTask, seed, out } = options;
  if (out !== undefined && existsSync(out)) {
    throw new ConfigError(`--out: must be a file that does not exist, got ${formatValue(out)}`);
  }
  const description = readRunDescription(folder);
  const experiment = await loadExperimentOf(folder, description);
  await useBackend(options.backend ?? description.backend);
  const learningRate =
    options.learningRate === undefined
      ? undefined
      : await parseLearningRate(
          options.learningRate,
          innerSteps ?? description.config.evaluation.innerSteps,
        );
  const { run, problem, state, progress } = await openRun({ folder, run: description, experiment });
  const evaluation = kindOf(experiment).evaluate({
    experiment,
    config: run.config,
    problem,
    state,
    outerSteps: progress.outerSteps,
    settings: { tasks, innerSteps, episodesPerTask, learningRate, seed },
  });
  disposeState(state);
  if (out !== undefined) await writeJson(out, evaluation);
  const output = createOutput(options);
  output.print(renderEvaluation(evaluation));
  output.result(evaluation);
}
