#!/usr/bin/env node
// Layer 6: the command line's entry: parses, runs, and turns the outcome into an exit code.

import { exitCodeOf, reportError } from "./exit-codes.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram().parseAsync();
} catch (error) {
  reportError(error);
  process.exitCode = exitCodeOf(error);
}
