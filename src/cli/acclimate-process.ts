// Layer 6: this program once more, in a process of its own, which an interrupt of this one interrupts, too.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** How a process ended. */
export interface ProcessEnd {
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  /** What it wrote to standard error. */
  readonly messages: string;
}

/**
 * Runs `acclimate` with other arguments and waits for its end, however it ends. What it prints is dropped.
 *
 * @param signal - interrupts the process when aborted: it may save what it has
 * @param environment - variables that differ from those of this process
 */
export async function runAcclimateProcess(
  args: readonly string[],
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv = {},
): Promise<ProcessEnd> {
  const entry = process.argv[1] as string;
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...environment },
    // A terminal sends an interrupt to a whole group of processes; ours gets the one that is sent below, and no second.
    detached: process.platform !== "win32",
  });
  const interrupt = (): void => void child.kill("SIGINT");
  const kill = (): void => void child.kill("SIGKILL");
  signal.addEventListener("abort", interrupt);
  process.on("exit", kill); // a second interrupt ends this process at once
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (signal.aborted) interrupt();
    const [messages, exitCode] = await Promise.all([text(child.stderr), ended]);
    return { exitCode, messages: messages.trim() };
  } finally {
    signal.removeEventListener("abort", interrupt);
    process.off("exit", kill);
  }
}
