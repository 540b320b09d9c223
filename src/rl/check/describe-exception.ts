// Layer 3: exceptions as messages show them.

import { basename } from "node:path";

/** Writes what was thrown, and in which line of which file if that is known: `RangeError: out of map in maze.ts:12`. */
export function describeException(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined;
  const [, file, line] = /^ +at .*?([^\s()]+):(\d+):\d+\)?$/m.exec(stack ?? "") ?? [];
  const place =
    file === undefined || file.startsWith("node:") ? "" : ` in ${basename(file)}:${line}`;
  return String(error) + place;
}
