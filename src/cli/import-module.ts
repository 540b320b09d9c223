// Layer 6: imports a file of the user's, wherever it lies: `acclimate` and what goes through its doors are this running
// package's own, TypeScript is read, and an error says in which line it is.

import { existsSync, statSync } from "node:fs";
import { register } from "node:module";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError, formatValue } from "../errors.ts";
import { describeImportError } from "./describe-import-error.ts";
import { RESOLVE_HOOKS } from "./resolve-hooks.ts";

/**
 * Imports a module from a file: TypeScript or JavaScript, always as an ES module, whatever a package.json beside it says.
 *
 * `acclimate` and `acclimate/env` are this package wherever the file lies, also where the file's own node_modules has
 * another: values of two copies would not work together.
 *
 * @param path - absolute, or relative to the working directory
 * @returns what it exports; the same object each time for the same file
 * @throws {@link ConfigError} if there is no such file, or it does not load; the message says where
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new ConfigError(`file: must exist, got ${formatValue(path)}`);
  }
  if (/\.c[jt]s$/.test(file)) {
    throw new ConfigError(
      `file: must be an ES module, got ${formatValue(path)}; name it .ts or .mjs`,
    );
  }
  await (ready ??= installHooks());
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new ConfigError(describeImportError(path, error), { cause: error });
  }
}

let ready: Promise<void> | undefined;

async function installHooks(): Promise<void> {
  // Run from source, this process reads TypeScript already.
  if (extname(import.meta.url) === ".js") (await import("tsx/esm/api")).register();
  register(`data:text/javascript,${encodeURIComponent(RESOLVE_HOOKS)}`, {
    data: { packageUrl: import.meta.url },
  });
}
