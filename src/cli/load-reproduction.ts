// Layer 6: from what the command line names to a reproduction.

import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { checkAdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import type { AdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import { checkReproduction } from "../reproduce/reproduction.ts";
import { builtInNames, builtInUrl } from "./built-in-modules.ts";
import { importModule } from "./import-module.ts";
import { isFile } from "./load-experiment.ts";
import type { TrialsToReproduce } from "./reproduce-trials.ts";

const FOLDER = "experiments/reproductions";

/** A reproduction of either kind. */
export type LoadedReproduction =
  | ({ readonly kind: "trials" } & TrialsToReproduce)
  | { readonly kind: "adaptation"; readonly reproduction: AdaptationReproduction };

/**
 * Imports a reproduction.
 * @param nameOrFile - the name of one that comes with the package, or the path of a file with one of adaptation
 * @throws {@link ConfigError} if there is none
 */
export async function loadReproduction(nameOrFile: string): Promise<LoadedReproduction> {
  return isFile(nameOrFile) ? loadFile(nameOrFile) : loadNamed(nameOrFile);
}

/** Worker threads cannot import a file as `importModule` does, so that it cannot have trials. */
async function loadFile(path: string): Promise<LoadedReproduction> {
  const { default: reproduction } = await importModule(path);
  if (!isAdaptation(reproduction)) {
    throw new ConfigError(
      `${path}: default export: must be a reproduction of adaptation, got ${formatValue(reproduction)}; write export default defineAdaptationReproduction({ … })`,
    );
  }
  checkAdaptationReproduction(`${path}: default export`, reproduction);
  return { kind: "adaptation", reproduction };
}

async function loadNamed(name: string): Promise<LoadedReproduction> {
  const names = builtInNames(FOLDER);
  if (!names.includes(name)) {
    throw new ConfigError(
      `reproduction: must be one of ${names.join(", ")}, or a file, got ${formatValue(name)}${didYouMean(name, names)}`,
    );
  }
  const file = builtInUrl(FOLDER, name);
  const { default: reproduction } = (await import(file.href)) as { default?: unknown };
  const where = `default export of ${name}`;
  if (isAdaptation(reproduction)) {
    checkAdaptationReproduction(where, reproduction);
    return { kind: "adaptation", reproduction };
  }
  checkReproduction(where, reproduction);
  return { kind: "trials", reproduction, file };
}

/** Tells whether something says that it is a reproduction of adaptation. */
function isAdaptation(value: unknown): boolean {
  const { kind } = (value ?? {}) as { readonly kind?: unknown };
  return kind === "adaptation";
}
