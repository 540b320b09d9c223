// Runs TypeScript in a process of its own, with the project's own arguments to Node.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

// `--import tsx` would look for tsx from the working directory, which is not always ours.
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Arguments that make Node run TypeScript, and find `acclimate` as source. */
export const NODE_ARGUMENTS: readonly string[] = ["--conditions", "source", "--import", TSX];

/** What a process printed. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `node ...args` in `cwd`.
 * @throws an error with the output in its message if the exit code is not 0
 */
export async function runNode(args: readonly string[], cwd: string): Promise<Output> {
  return promisify(execFile)(process.execPath, [...NODE_ARGUMENTS, ...args], { cwd });
}
