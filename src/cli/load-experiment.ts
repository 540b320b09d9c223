// Layer 6: from what the command line names to an experiment.

import { existsSync, readdirSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { checkExperiment } from "../train/experiment.ts";
import type { Experiment } from "../train/experiment.ts";
import type { RunDescription } from "../train/run-description.ts";

/** Beside src/, or beside the src/ that was built. */
const EXPERIMENTS = fileURLToPath(new URL("../../experiments/", import.meta.url));

/** `.ts` when this runs from source, `.js` when it was built. */
const EXTENSION = extname(import.meta.url);

/** The names of the experiments that come with the package. */
export function experimentNames(): readonly string[] {
  return readdirSync(EXPERIMENTS)
    .filter((file) => file.endsWith(EXTENSION) && !file.endsWith(`.d${EXTENSION}`))
    .map((file) => basename(file, EXTENSION))
    .sort();
}

/** Tells whether an argument is the path of a file rather than the name of an experiment. */
export function isFile(nameOrFile: string): boolean {
  return /[\\/]|\.[cm]?[jt]s$/.test(nameOrFile);
}

/**
 * Imports an experiment.
 * @param nameOrFile - a name of {@link experimentNames}, or the path of a file
 * @throws {@link ConfigError} if there is none, or its default export is not an experiment
 */
export async function loadExperiment(nameOrFile: string): Promise<Experiment> {
  const file = isFile(nameOrFile) ? findFile(nameOrFile) : findNamed(nameOrFile);
  // Run from source, this process reads TypeScript already.
  if (/\.[cm]?ts$/.test(file) && EXTENSION === ".js") (await import("tsx/esm/api")).register();
  const { default: experiment } = (await import(pathToFileURL(file).href)) as { default?: unknown };
  checkExperiment(`default export of ${nameOrFile}`, experiment);
  return experiment;
}

/** Imports the experiment of a run folder. @throws {@link ConfigError} if it is not there any more */
export function loadExperimentOf(
  folder: string,
  { experiment }: RunDescription,
): Promise<Experiment> {
  return loadExperiment(isFile(experiment) ? resolve(folder, experiment) : experiment);
}

function findFile(path: string): string {
  const file = resolve(path);
  if (existsSync(file)) return file;
  throw new ConfigError(`experiment: the file must exist, got ${formatValue(path)}`);
}

function findNamed(name: string): string {
  const names = experimentNames();
  if (names.includes(name)) return resolve(EXPERIMENTS, name + EXTENSION);
  throw new ConfigError(
    `experiment: must be one of ${names.join(", ")}, or a file, got ${formatValue(name)}${didYouMean(name, names)}`,
  );
}
