// Layer 6: `acclimate bench` in a process of its own, so that its peak memory is its own.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Benchmark } from "../train/benchmark.ts";
import { AcclimateError } from "../errors.ts";

/**
 * Runs this program once more, with other arguments.
 * @param args - of `acclimate`: `bench` with `--json` among them
 * @returns what the process measured
 * @throws {@link AcclimateError} with what the process wrote to standard error, if it fails
 */
export async function benchInProcess(args: readonly string[]): Promise<Benchmark> {
  const entry = process.argv[1] as string;
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(String(code ?? signal));
    });
  });
  const [result, messages, outcome] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (outcome === "0") return JSON.parse(result) as Benchmark;
  throw new AcclimateError(
    `acclimate ${args.join(" ")}: the process must end with exit code 0, got ${outcome}\n${messages.trim()}`,
  );
}
