// Layer 6: the modules that come with the package, in folders beside src/, or beside the src/ that was built.

import { readdirSync } from "node:fs";
import { basename, extname } from "node:path";

/** `.ts` when this runs from source, `.js` when it was built. */
const EXTENSION = extname(import.meta.url);

/** Returns the names of the modules of a folder, in alphabetical order. @param folder - such as `envs` */
export function builtInNames(folder: string): readonly string[] {
  return readdirSync(folderUrl(folder))
    .filter((file) => file.endsWith(EXTENSION) && !file.endsWith(`.d${EXTENSION}`))
    .map((file) => basename(file, EXTENSION))
    .sort();
}

/** Returns the address of a module. @param folder - as there @param name - one of its names */
export function builtInUrl(folder: string, name: string): URL {
  return new URL(name + EXTENSION, folderUrl(folder));
}

function folderUrl(folder: string): URL {
  return new URL(`../../${folder}/`, import.meta.url);
}
