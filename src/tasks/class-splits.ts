// Layer 3: the classes that a task set is made of, and the checks of them.

import { checkInteger, ConfigError, formatValue } from "../errors.ts";
import { largestSize } from "./task-shape.ts";
import { splits } from "./task-set.ts";
import type { SampleTasksOptions, Split } from "./task-set.ts";

/** Items that belong together. */
export interface ClassSource {
  /** What a reader knows it by; no other class of the task set has the same. */
  readonly name: string;
  /** How many items it has, at least one. */
  readonly items: number;
  /** Writes the numbers of an item to `out`, from `offset` on. */
  write(item: number, out: Float32Array, offset: number): void;
  /** Returns what an item is, for a reader. */
  text?(item: number): string;
}

/** The classes of each split. */
export type ClassSplits = Readonly<Record<Split, readonly ClassSource[]>>;

/** The classes of a split, and the one of them with the fewest items. */
export interface CheckedClasses {
  readonly classes: readonly ClassSource[];
  readonly scarcest: ClassSource | undefined;
}

/**
 * Checks classes and counts their items.
 * @param where - the task set, such as `task set digits@1`
 * @throws {@link ConfigError} if two classes have the same name, or one has no items
 */
export function checkClasses(
  where: string,
  classes: ClassSplits,
): Readonly<Record<Split, CheckedClasses>> {
  const splitOf = new Map<string, Split>();
  for (const split of splits) {
    for (const { name, items } of classes[split]) {
      checkInteger(`${where}: items of ${formatValue(name)}`, items, 1);
      const other = splitOf.get(name);
      if (other !== undefined) {
        throw new ConfigError(
          `${where}: each class must have a name of its own, got ${formatValue(name)} in ${other} and in ${split}`,
        );
      }
      splitOf.set(name, split);
    }
  }
  const summarise = (of: readonly ClassSource[]): CheckedClasses => ({
    classes: of,
    scarcest: of.reduce<ClassSource | undefined>(
      (least, source) => (least && least.items <= source.items ? least : source),
      undefined,
    ),
  });
  return {
    train: summarise(classes.train),
    validation: summarise(classes.validation),
    test: summarise(classes.test),
  };
}

/**
 * Checks that a split has what tasks of a size need, whichever of its classes they draw.
 * @throws {@link ConfigError} if there are too few classes, or too few items of one
 */
export function checkEnough(
  where: string,
  { classes, scarcest }: CheckedClasses,
  { split, ways, shots, queries }: SampleTasksOptions,
): void {
  const most = largestSize(ways);
  if (most > classes.length) {
    throw new ConfigError(
      `${where}: ways must be at most ${classes.length}, the classes of ${split}, got ${most}`,
    );
  }
  const needed = largestSize(shots) + queries;
  if (scarcest && needed > scarcest.items) {
    throw new ConfigError(
      `${where}: shots + queries must be at most ${scarcest.items}, the items of ${formatValue(scarcest.name)}, got ${needed}`,
    );
  }
}
