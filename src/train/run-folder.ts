// Layer 5: the folder that a run writes into, and the names of its files.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { ConfigError, formatValue } from "../errors.ts";

/** The files that training writes into a run folder. */
export const runFiles = {
  config: "config.json",
  metrics: "metrics.jsonl",
  checkpoint: "checkpoint.safetensors",
  evaluation: "evaluation.json",
  summary: "summary.json",
} as const;

/** The folder, under the working directory, that numbered run folders are made in. */
const RUNS = "runs";

/** Where a new run folder goes. */
export interface RunFolderOptions {
  /** The folder to use; it must not hold files. @defaultValue `runs/<experiment>-<n>` */
  readonly out?: string | undefined;
  /** Name of the experiment. */
  readonly experiment: string;
}

/**
 * Makes the folder of a new run: the given one, or the next number after those that exist.
 * @returns its path, relative to the working directory unless `out` is absolute
 * @throws {@link ConfigError} if `out` already holds files, or is none
 */
export function createRunFolder({ out, experiment }: RunFolderOptions): string {
  if (out !== undefined) {
    checkFree(out);
    mkdirSync(out, { recursive: true });
    return out;
  }
  mkdirSync(RUNS, { recursive: true });
  for (let number = lastNumber(experiment) + 1; ; number++) {
    const folder = join(RUNS, `${experiment}-${number}`);
    if (makeFolder(folder)) return folder;
  }
}

/**
 * Checks that a folder may become a run folder.
 * @throws {@link ConfigError} if it holds files, or is none
 */
export function checkFree(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new ConfigError(`--out: must be a folder, got the file ${formatValue(folder)}`);
  }
  const files = readdirSync(folder);
  if (files.length === 0) return;
  throw new ConfigError(
    `--out: must be a folder without files, got ${formatValue(folder)} with ${formatValue(files)}; choose another`,
  );
}

/** Writes a value as JSON, whole or not at all. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Reads a JSON file of a run folder. @throws {@link ConfigError} if it is missing or damaged */
export function readJson(folder: string, file: string): unknown {
  try {
    return JSON.parse(readRunFile(folder, file).toString("utf8"));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `${join(folder, file)}: must be JSON, got ${formatValue((error as Error).message)}; it is damaged`,
    );
  }
}

/** Reads a file of a run folder. @throws {@link ConfigError} if the folder has no such file */
export function readRunFile(folder: string, file: string): Buffer {
  try {
    return readFileSync(join(folder, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `run folder: must hold ${file}, got ${formatValue(folder)} (${code}); give a folder that acclimate train wrote`,
      { cause: error },
    );
  }
}

function lastNumber(experiment: string): number {
  const numbers = readdirSync(RUNS).map((name) => {
    const digits = name.startsWith(`${experiment}-`) ? name.slice(experiment.length + 1) : "";
    return /^[1-9]\d*$/.test(digits) ? Number(digits) : 0;
  });
  return Math.max(0, ...numbers);
}

/** Makes a folder. @returns false if there is one, which another run may have made just now */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
