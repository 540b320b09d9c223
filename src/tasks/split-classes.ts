// Layer 3: which classes are for training, which for validation and which for tests, where a data set does not say.

import { createRandom } from "../random.ts";
import { drawDistinct } from "./draw-distinct.ts";
import type { Split } from "./task-set.ts";

/** The shares of training and of validation; the rest is for tests. */
const TRAIN_SHARE = 0.7;
const VALIDATION_SHARE = 0.1;

/**
 * Splits values at random: 70 % for training, 10 % for validation, 20 % for tests. The same values in the same order are
 * always split in the same way.
 */
export function splitClasses<T>(values: readonly T[]): Readonly<Record<Split, readonly T[]>> {
  const rng = createRandom(0).split("split-classes");
  const shuffled = drawDistinct(rng, values.length, values.length).map((index) => values[index]!);
  const train = Math.round(TRAIN_SHARE * values.length);
  const validation = train + Math.round(VALIDATION_SHARE * values.length);
  return {
    train: shuffled.slice(0, train),
    validation: shuffled.slice(train, validation),
    test: shuffled.slice(validation),
  };
}
