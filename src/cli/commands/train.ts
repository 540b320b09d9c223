// Layer 6: `acclimate train`.

import { relative, resolve, sep } from "node:path";
import { useBackend } from "../../backend/backend.ts";
import { ConfigError } from "../../errors.ts";
import { kindOf } from "../../train/kind-of.ts";
import { choosePreset, resolveConfig } from "../../train/resolve-config.ts";
import { describeRun } from "../../train/run-description.ts";
import { checkFree, createRunFolder } from "../../train/run-folder.ts";
import { formatCommand } from "../format-command.ts";
import { isFile, loadExperiment } from "../load-experiment.ts";
import { createOutput } from "../output.ts";
import { trainAndReport } from "../train-and-report.ts";

/** Options of `acclimate train`. */
export interface TrainCommandOptions {
  readonly preset?: string | undefined;
  readonly seed?: number | undefined;
  readonly outerSteps?: number | undefined;
  readonly out?: string | undefined;
  readonly set: readonly string[];
  readonly backend: string;
  readonly workers: number;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** Trains an experiment. @returns the exit code */
export async function runTrain(nameOrFile: string, options: TrainCommandOptions): Promise<number> {
  const { out, quiet = false } = options;
  checkWorkers(options.workers);
  if (out !== undefined) checkFree(out);
  const experiment = await loadExperiment(nameOrFile);
  const config = await resolveConfig(experiment, { ...options, overrides: options.set });
  const source = kindOf(experiment).sourceOf(experiment, config);
  const backend = await useBackend(options.backend);
  const folder = createRunFolder({ out, experiment: experiment.name });
  const preset = choosePreset(experiment, options.preset);
  const run = describeRun(
    {
      experiment: isFile(nameOrFile) ? relativePath(folder, nameOrFile) : nameOrFile,
      preset,
      command: formatCommand(nameOrFile, { ...options, preset, seed: config.seed }),
      config,
      backend,
    },
    experiment,
  );
  const output = createOutput(options);
  if (!quiet) {
    output.print(`training ${experiment.name} (${source.id}, backend ${backend}) in ${folder}`);
  }
  return trainAndReport({ training: { experiment, run, folder }, output, quiet });
}

function checkWorkers(workers: number): void {
  if (workers === 1) return;
  throw new ConfigError(`--workers: must be 1, got ${workers}; rollouts run in this process only`);
}

/** A file as seen from a run folder, written with slashes. */
function relativePath(folder: string, file: string): string {
  return relative(folder, resolve(file)).split(sep).join("/");
}
