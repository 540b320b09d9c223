// Layer 3: observations as a policy sees them, for wrappers that put something beside them.

import type { Space } from "../spaces.ts";

/** The bounds of the numbers that a policy sees: those of a Box, 0 and 1 of a Discrete, which is one-hot. */
export function encodedBounds(space: Space): {
  readonly low: readonly number[];
  readonly high: readonly number[];
} {
  if (space.kind === "box") return space;
  return { low: new Array<number>(space.n).fill(0), high: new Array<number>(space.n).fill(1) };
}

/** The observation as a {@link Trajectory} records it, from what a policy saw. */
export function recordedObservation(space: Space, encoded: readonly number[]): readonly number[] {
  return space.kind === "box" ? encoded : [encoded.indexOf(1)];
}
