// Layer 6: from what the command line names to an experiment.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { checkExperiment } from "../train/experiment.ts";
import type { Experiment } from "../train/experiment.ts";
import type { RunDescription } from "../train/run-description.ts";
import { builtInNames, builtInUrl } from "./built-in-modules.ts";
import { importModule } from "./import-module.ts";

const FOLDER = "experiments";

/** The names of the experiments that come with the package. */
export function experimentNames(): readonly string[] {
  return builtInNames(FOLDER);
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
  return isFile(nameOrFile) ? loadFile(nameOrFile) : loadNamed(nameOrFile);
}

/** Imports the experiment of a run folder. @throws {@link ConfigError} if it is not there any more */
export function loadExperimentOf(
  folder: string,
  { experiment }: RunDescription,
): Promise<Experiment> {
  return loadExperiment(isFile(experiment) ? resolve(folder, experiment) : experiment);
}

async function loadFile(file: string): Promise<Experiment> {
  const { default: experiment } = await importModule(file);
  const where = `${placeOfDefault(file)}: default export`;
  if (experiment === undefined || isFamily(experiment)) {
    const got = experiment === undefined ? "undefined" : "an environment";
    throw new ConfigError(
      `${where}: must be an experiment, got ${got}; write export default defineExperiment({ … })`,
    );
  }
  checkExperiment(where, experiment);
  return experiment;
}

async function loadNamed(name: string): Promise<Experiment> {
  const { default: experiment } = (await import(findNamed(name).href)) as { default?: unknown };
  checkExperiment(`default export of ${name}`, experiment);
  return experiment;
}

/** A file, with the line in which its default export is written if that can be found. */
function placeOfDefault(file: string): string {
  const index = readFileSync(file, "utf8")
    .split("\n")
    .findIndex((line) => /^\s*export\b.*\bdefault\b/.test(line));
  return index === -1 ? file : `${file}:${index + 1}`;
}

/** Tells whether somebody exports the environment itself, with no experiment around it. */
function isFamily(value: unknown): boolean {
  return typeof value === "object" && value !== null && "createEnvironment" in value;
}

function findNamed(name: string): URL {
  const names = experimentNames();
  if (names.includes(name)) return builtInUrl(FOLDER, name);
  throw new ConfigError(
    `experiment: must be one of ${names.join(", ")}, or a file, got ${formatValue(name)}${didYouMean(name, names)}`,
  );
}
