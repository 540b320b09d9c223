// Layer 6: exit codes, and how errors are shown.

import { CommanderError } from "commander";
import { AcclimateError, ConfigError } from "../errors.ts";

/** What the process ends with. */
export const exitCodes = {
  done: 0,
  /** Failed while running. */
  failed: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Interrupted; a checkpoint was written. */
  interrupted: 130,
} as const;

/** The exit code that an error leads to. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed;
}

/** Prints an error to standard error: its message if it was thrown on purpose, its stack if it is a bug. */
export function reportError(error: unknown): void {
  if (error instanceof CommanderError) return; // commander has printed it
  if (error instanceof AcclimateError) {
    console.error(error.message.replace(/^/gm, "error: "));
  } else {
    console.error(error);
  }
}
