// Layer 5: a helper of the pictures that have one cell for each of several values.

/** Returns each value once, in ascending order. */
export function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
