// Layer 3: which classes are for training, which for validation and which for tests, where a data set does not say.

import { checkInteger } from "../errors.ts";
import { createRandom } from "../random.ts";
import { drawDistinct } from "./draw-distinct.ts";
import type { Split } from "./task-set.ts";

/** How many values are in two of the splits; the rest is for tests. */
export interface SplitSizes {
  /** @defaultValue 70 % of the values */
  readonly train?: number;
  /** @defaultValue 10 % of the values */
  readonly validation?: number;
}

/** The shares of training and of validation. */
const TRAIN_SHARE = 0.7;
const VALIDATION_SHARE = 0.1;

/**
 * Splits values at random. The same values in the same order are always split in the same way.
 * @throws {@link ConfigError} if there are fewer values than are asked for
 */
export function splitClasses<T>(
  values: readonly T[],
  sizes: SplitSizes = {},
): Readonly<Record<Split, readonly T[]>> {
  const rng = createRandom(0).split("split-classes");
  const shuffled = drawDistinct(rng, values.length, values.length).map((index) => values[index]!);
  const train = sizes.train ?? Math.round(TRAIN_SHARE * values.length);
  const validation = train + (sizes.validation ?? Math.round(VALIDATION_SHARE * values.length));
  checkInteger("splitClasses: number of values", values.length, validation);
  return {
    train: shuffled.slice(0, train),
    validation: shuffled.slice(train, validation),
    test: shuffled.slice(validation),
  };
}
