// Layer 3: how large tasks are: the checks that all task sets share, and the drawing of a size.

import { checkInteger, ConfigError, formatValue } from "../errors.ts";
import type { Random } from "../random.ts";
import { splits } from "./task-set.ts";
import type { IntegerRange, SampleTasksOptions, Split } from "./task-set.ts";

/**
 * Checks what is asked of a task set, as far as that holds for all of them.
 * @param where - the task set, such as `task set digits@1`
 * @throws {@link ConfigError} if a number is not a positive integer, a range has its ends the wrong way round, or the split
 *   is unknown; `count` may be 0
 */
export function checkTaskShape(where: string, options: SampleTasksOptions): void {
  const { split, count, ways, shots, queries } = options;
  checkSplit(where, split);
  checkInteger(`${where}: count`, count, 0);
  checkSize(`${where}: ways`, ways);
  checkSize(`${where}: shots`, shots);
  checkInteger(`${where}: queries`, queries, 1);
}

/** Checks that a split is one. @throws {@link ConfigError} if it is not */
export function checkSplit(where: string, split: Split): void {
  if (splits.includes(split)) return;
  throw new ConfigError(
    `${where}: split must be one of ${splits.join(", ")}, got ${formatValue(split)}`,
  );
}

/** Returns the largest size that may be drawn. */
export function largestSize(size: number | IntegerRange): number {
  return typeof size === "number" ? size : size[1];
}

/** Draws a size, each of a range equally often. A single number is returned without drawing. */
export function drawSize(rng: Random, size: number | IntegerRange): number {
  if (typeof size === "number") return size;
  const [least, most] = size;
  return least + rng.integer(most - least + 1);
}

function checkSize(where: string, size: number | IntegerRange): void {
  if (typeof size === "number") {
    checkInteger(where, size, 1);
    return;
  }
  const [least, most] = size;
  checkInteger(`${where}[0]`, least, 1);
  checkInteger(`${where}[1]`, most, least);
}
