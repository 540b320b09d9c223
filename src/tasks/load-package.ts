// Layer 3: the files of an npm package that holds data. Such packages are optional: they are looked for when data are first
// needed, and an error says what to install.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ConfigError, formatValue } from "../errors.ts";

/** The package that {@link loadPackage} looks for. */
export interface PackageSource {
  /** What needs it, such as `task set digits@1`. */
  readonly where: string;
  /** Its name on npm. */
  readonly name: string;
  /** The one version whose data are known: those of another could give other results under the same name. */
  readonly version: string;
  /**
   * Folders to look in, such as `node_modules`.
   * @defaultValue those that an import by Acclimate looks in, then those that an import by a file of the working folder does
   */
  readonly folders?: readonly string[] | undefined;
}

/** The files of a package. Paths are relative to its folder, with slashes. */
export interface PackageFiles {
  /** Returns the names of the files in a folder, in the order of their UTF-16 code units. */
  list(folder: string): readonly string[];
  /** Returns the text of a file. */
  readText(file: string): string;
  /** Returns what a file says as JSON. */
  readJson(file: string): unknown;
  /** Returns the error that says that a file is not as expected, to be thrown. @param rule - such as `must hold numbers` */
  damaged(file: string, rule: string): ConfigError;
}

/**
 * Finds a package. Its files are read when they are asked for.
 * @throws {@link ConfigError} if it is not installed, or not in this version; its methods throw one if a file is missing or is
 *   not as expected
 */
export function loadPackage(source: PackageSource): PackageFiles {
  const { where, name, version } = source;
  const folder = (source.folders ?? searchFolders(name))
    .map((modules) => join(modules, name))
    .find((candidate) => existsSync(join(candidate, "package.json")));
  const found = folder === undefined ? "none" : versionOf(folder);
  if (folder === undefined || found !== version) {
    throw new ConfigError(
      `${where}: must have the package ${name} ${version}, got ${found}; npm install ${name}@${version}`,
    );
  }

  const damaged = (file: string, rule: string, cause?: unknown): ConfigError =>
    new ConfigError(
      `${where}: ${file} of the package ${name} ${rule}, got a damaged file; remove ${folder} and run npm install ${name}@${version}`,
      { cause },
    );
  const attempt = <T>(file: string, rule: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw damaged(file, rule, error);
    }
  };
  const readText = (file: string): string =>
    attempt(file, "must be readable", () => readFileSync(join(folder, file), "utf8"));
  return {
    list: (of) => attempt(of, "must be a folder", () => readdirSync(join(folder, of)).sort()),
    readText,
    readJson(file) {
      const text = readText(file);
      return attempt(file, "must be JSON", () => JSON.parse(text) as unknown);
    },
    damaged: (file, rule) => damaged(file, rule),
  };
}

// Not by resolving `<name>/package.json`: the exports of a package may hide it.
function searchFolders(name: string): readonly string[] {
  const importers = [import.meta.url, join(process.cwd(), "index.js")];
  return importers.flatMap((importer) => createRequire(importer).resolve.paths(name) ?? []);
}

function versionOf(folder: string): string {
  const manifest = readFileSync(join(folder, "package.json"), "utf8");
  try {
    const { version } = JSON.parse(manifest) as { readonly version?: unknown };
    return typeof version === "string" ? version : formatValue(version);
  } catch {
    return "a damaged package.json";
  }
}
