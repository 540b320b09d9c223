// Layer 6: from what the command line names to environments.

import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { builtInNames, builtInUrl } from "./built-in-modules.ts";
import { importModule } from "./import-module.ts";
import { isFile } from "./load-experiment.ts";

const FOLDER = "envs";

/** The environments that one file exports. */
export interface EnvironmentFile {
  /** The file's name without its extension. */
  readonly name: string;
  readonly families: readonly EnvironmentFamily[];
}

/** Imports every environment that comes with the package, by file, in alphabetical order. */
export async function loadBuiltInEnvironments(): Promise<readonly EnvironmentFile[]> {
  return Promise.all(
    builtInNames(FOLDER).map(async (name) => {
      const exports = (await import(builtInUrl(FOLDER, name).href)) as Record<string, unknown>;
      return { name, families: listFamilies(exports) };
    }),
  );
}

/**
 * Imports environments.
 * @param nameOrFile - an id such as `navigation@maml2017`, a name without the version for all of them, or the path of a
 *   file that exports environments, alone, in arrays, or in an experiment
 * @throws {@link ConfigError} if there is none
 */
export async function loadEnvironments(nameOrFile: string): Promise<readonly EnvironmentFamily[]> {
  return isFile(nameOrFile) ? loadFile(nameOrFile) : findNamed(nameOrFile);
}

async function loadFile(path: string): Promise<readonly EnvironmentFamily[]> {
  const families = listFamilies(await importModule(path));
  if (families.length > 0) return families;
  throw new ConfigError(
    `${path}: must export an environment, got none; export what its create function returns`,
  );
}

async function findNamed(name: string): Promise<readonly EnvironmentFamily[]> {
  const files = await loadBuiltInEnvironments();
  const all = files.flatMap(({ families }) => families);
  const found = all.filter(({ id }) => id === name || nameOf(id) === name);
  if (found.length > 0) return found;
  const ofFile = files.find((file) => file.name === name);
  if (ofFile) return ofFile.families;
  const names = [...new Set(all.map(({ id }) => nameOf(id)))];
  const suggestions = name.includes("@") ? all.map(({ id }) => id) : names;
  throw new ConfigError(
    `environment: must be one of ${names.join(", ")}, or a file, got ${formatValue(name)}${didYouMean(name, suggestions)}`,
  );
}

/** The part of an id before its version. */
function nameOf(id: string): string {
  return id.split("@")[0]!;
}

/** By id, and by number where versions differ in one: k5 comes before k10. */
const order = new Intl.Collator("en", { numeric: true });

/** Lists the environments among what a module exports, each once, in alphabetical order. */
function listFamilies(exports: Readonly<Record<string, unknown>>): readonly EnvironmentFamily[] {
  const values = Object.values(exports).flatMap((value) =>
    isRecord(value) && Array.isArray(value["environments"])
      ? (value["environments"] as unknown[])
      : value,
  );
  const families = [...new Set(values.flat().filter(isFamily))];
  return families.sort((a, b) => order.compare(a.id, b.id));
}

/** Tells whether a value is meant to be a family, even if something is missing that `acclimate check` would name. */
function isFamily(value: unknown): value is EnvironmentFamily {
  return isRecord(value) && ("createEnvironment" in value || "sampleTasks" in value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
