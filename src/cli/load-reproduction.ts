// Layer 6: the reproductions that come with the package.

import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { builtInNames, builtInUrl } from "./built-in-modules.ts";
import { checkReproduction } from "../reproduce/reproduction.ts";
import type { Reproduction } from "../reproduce/reproduction.ts";

const FOLDER = "experiments/reproductions";

/** A reproduction and the address of its file, which worker threads import, too. */
export interface LoadedReproduction {
  readonly reproduction: Reproduction;
  readonly file: URL;
}

/** Imports a reproduction. @throws {@link ConfigError} if there is none of that name */
export async function loadReproduction(name: string): Promise<LoadedReproduction> {
  const names = builtInNames(FOLDER);
  if (!names.includes(name)) {
    throw new ConfigError(
      `reproduction: must be one of ${names.join(", ")}, got ${formatValue(name)}${didYouMean(name, names)}`,
    );
  }
  const file = builtInUrl(FOLDER, name);
  const { default: reproduction } = (await import(file.href)) as { default?: unknown };
  checkReproduction(`default export of ${name}`, reproduction);
  return { reproduction, file };
}
