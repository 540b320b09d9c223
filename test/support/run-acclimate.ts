// Runs the command line as a user does: in a process of its own.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./root.ts";
import { NODE_ARGUMENTS } from "./run-node.ts";

/** Where and how {@link runAcclimate} runs. */
export interface RunOptions {
  /** The working directory; relative `--out` folders and `runs/` arise there. */
  readonly cwd: string;
  /** Environment variables on top of this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called whenever something was printed, with all output so far; may send the process a signal. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** What a finished process leaves. */
export interface RunResult {
  /** The exit code, or null if a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = join(ROOT, "src/cli/main.ts");

/** Runs `acclimate ...args` and waits for its end, however it ends. */
export function runAcclimate(
  args: readonly string[],
  { cwd, env = {}, onOutput }: RunOptions,
): Promise<RunResult> {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, MAIN, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      onOutput?.(output.stdout + output.stderr, (signal) => child.kill(signal));
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => {
      resolve({ exitCode, signal, ...output });
    });
  });
}
