#!/usr/bin/env node
// Layer 6: the command line's entry: parses, runs, and turns the outcome into an exit code.

import { exitCodeOf, reportError } from "./exit-codes.ts";
import { createProgram } from "./program.ts";

// A reader that has seen enough, such as `head`, closes the pipe: no fault of ours, and nothing is left to print to.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  reportError(error);
  process.exitCode = exitCodeOf(error);
}
