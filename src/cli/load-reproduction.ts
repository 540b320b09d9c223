// Layer 6: the reproductions that come with the package.

import { readdirSync } from "node:fs";
import { basename, extname } from "node:path";
import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { checkReproduction } from "../reproduce/reproduction.ts";
import type { Reproduction } from "../reproduce/reproduction.ts";

/** Beside src/, or beside the src/ that was built. */
const REPRODUCTIONS = new URL("../../experiments/reproductions/", import.meta.url);

/** `.ts` when this runs from source, `.js` when it was built. */
const EXTENSION = extname(import.meta.url);

/** A reproduction and the address of its file, which worker threads import, too. */
export interface LoadedReproduction {
  readonly reproduction: Reproduction;
  readonly file: URL;
}

/** The names of the reproductions. */
export function reproductionNames(): readonly string[] {
  return readdirSync(REPRODUCTIONS)
    .filter((file) => file.endsWith(EXTENSION) && !file.endsWith(`.d${EXTENSION}`))
    .map((file) => basename(file, EXTENSION))
    .sort();
}

/** Imports a reproduction. @throws {@link ConfigError} if there is none of that name */
export async function loadReproduction(name: string): Promise<LoadedReproduction> {
  const names = reproductionNames();
  if (!names.includes(name)) {
    throw new ConfigError(
      `reproduction: must be one of ${names.join(", ")}, got ${formatValue(name)}${didYouMean(name, names)}`,
    );
  }
  const file = new URL(name + EXTENSION, REPRODUCTIONS);
  const { default: reproduction } = (await import(file.href)) as { default?: unknown };
  checkReproduction(`default export of ${name}`, reproduction);
  return { reproduction, file };
}
