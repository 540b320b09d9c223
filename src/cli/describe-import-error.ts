// Layer 6: where in a user's file an import failed, and why, out of what Node and tsx throw.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { formatValue } from "../errors.ts";

/** Our own sources, built or not: frames in them are not the user's. */
const OURS = fileURLToPath(new URL("../", import.meta.url));

/** What went wrong and where. */
interface Failure {
  readonly file: string;
  readonly line?: number | undefined;
  readonly what: string;
}

/**
 * Writes why a file could not be imported: `<file>:<line>: must load without an error, got <error>`. The file is that in
 * which the error is, which the one that was asked for may import.
 * @param path - the file that was asked for
 * @param error - what `import()` threw
 */
export function describeImportError(path: string, error: unknown): string {
  const { file, line, what } = locate(resolve(path), error);
  const where = line === undefined ? formatPath(file) : `${formatPath(file)}:${line}`;
  return `${where}: must load without an error, got ${what}`;
}

function locate(file: string, error: unknown): Failure {
  if (!(error instanceof Error)) return { file, what: formatValue(error) };
  const { name, message, stack = "" } = error;
  return (
    locateInTypeScript(message) ??
    locateInJavaScript(message) ??
    locateMissing(message, file) ??
    locateInHead(stack, message) ??
    (name === "SyntaxError" && /\.m?js$/.test(file) ? checkJavaScript(file) : undefined) ?? {
      file,
      ...findFrame(stack),
      what: `${name}: ${message}`,
    }
  );
}

/** A syntax error that esbuild found. */
function locateInTypeScript(message: string): Failure | undefined {
  const [, file, line, what] =
    /^Transform failed with .*\n(.+?):(\d+):\d+: ERROR: (.*)/.exec(message) ?? [];
  return file === undefined
    ? undefined
    : { file, line: Number(line), what: `SyntaxError: ${what}` };
}

/** A syntax error in JavaScript that tsx found: it says in which file, not where in it. */
function locateInJavaScript(message: string): Failure | undefined {
  const [, file] = /^Parse error (.+?):\d+:\d+$/.exec(message) ?? [];
  return file === undefined ? undefined : (checkJavaScript(file) ?? { file, what: message });
}

/** Asks Node for the syntax error of a file: one that an import throws does not say where it is. */
function checkJavaScript(file: string): Failure | undefined {
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "--check"], {
    input: readFileSync(file),
    encoding: "utf8",
  });
  const [, line, what = ""] = /^\[stdin\]:(\d+)\n[^]*?^(SyntaxError: .*)/m.exec(stderr) ?? [];
  return line === undefined ? undefined : { file, line: Number(line), what };
}

/** An import of what does not exist. Node says which file has it, but not in which line. */
function locateMissing(message: string, asked: string): Failure | undefined {
  const [, what = "", missing = "", importer = ""] =
    /^(\D*? '(.+?)'.*) imported from (.+)$/s.exec(message) ?? [];
  if (importer === "") return undefined;
  // What is looked up from our own package was imported by the user's file, under the package's name.
  const isOurs = importer.startsWith(OURS);
  const file = isOurs ? asked : importer;
  const name = missing.split(/[\\/]/).at(-1) ?? "";
  return { file, line: findImport(file, name), what: `Error: ${what}` };
}

/** An error whose stack begins with the place, as that of a missing export does. */
function locateInHead(stack: string, message: string): Failure | undefined {
  const [, url, line] = /^((?:file:\/\/)?[^\n]+):(\d+)\n[^]*?\n\s*\^+\n/.exec(stack) ?? [];
  if (url === undefined) return undefined;
  return { file: toPath(url), line: Number(line), what: `SyntaxError: ${message}` };
}

/** The innermost frame of a stack that is neither ours nor a dependency's nor Node's. */
function findFrame(stack: string): { file: string; line: number } | undefined {
  return [...stack.matchAll(/^ +at (?:.*\()?(.+?):(\d+):\d+\)?$/gm)]
    .map(({ 1: url = "", 2: line }) => ({ file: toPath(url), line: Number(line) }))
    .find(
      ({ file }) =>
        isAbsolute(file) && !file.startsWith(OURS) && !file.includes(`${sep}node_modules${sep}`),
    );
}

/** The line of a file that imports something of a name, from 1. */
function findImport(file: string, name: string): number | undefined {
  const index = readFileSync(file, "utf8")
    .split("\n")
    .findIndex((line) => /\b(from|import)\b/.test(line) && line.includes(name));
  return index === -1 ? undefined : index + 1;
}

function toPath(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

/** A path as the user would write it: relative to the working directory where that is shorter. */
function formatPath(file: string): string {
  const path = relative("", file);
  return path.startsWith("..") ? file : path;
}
