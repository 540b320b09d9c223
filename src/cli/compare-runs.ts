// Layer 6: from what `acclimate compare` names to runs, and the names that their methods are given.

import { resolve } from "node:path";
import { ConfigError, formatValue } from "../errors.ts";
import { readFinishedRun } from "../report/compare/finished-run.ts";
import type { ComparedRun } from "../report/compare/method.ts";
import { isFile } from "./load-experiment.ts";

/**
 * Reads completed runs.
 * @throws {@link ConfigError} if a folder has none, or is named twice
 */
export function readComparedRuns(folders: readonly string[]): readonly ComparedRun[] {
  folders.forEach((folder, index) => {
    if (folders.findIndex((other) => resolve(other) === resolve(folder)) === index) return;
    throw new ConfigError(`compare: folders must differ, got ${formatValue(folder)} twice`);
  });
  return folders.map((folder) => {
    const run = readFinishedRun(folder);
    const { experiment } = run.description;
    return { ...run, experiment: isFile(experiment) ? resolve(folder, experiment) : experiment };
  });
}

/**
 * Reads `--label` options.
 * @param folders - those that are compared
 * @returns names by folder, each as it stands in `folders`
 * @throws {@link ConfigError} if one is not `FOLDER=NAME` with one of the folders
 */
export function parseLabels(
  labels: readonly string[],
  folders: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    labels.map((label) => {
      const [, path = "", name = ""] = /^([^=]+)=(.+)$/.exec(label) ?? [];
      const folder = folders.find((one) => path !== "" && resolve(one) === resolve(path));
      if (folder !== undefined) return [folder, name] as const;
      throw new ConfigError(
        `--label: must be FOLDER=NAME with a folder that is compared, got ${formatValue(label)}`,
      );
    }),
  );
}
