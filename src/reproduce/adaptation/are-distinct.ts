// Layer 5: whether values differ.

/** Tells whether no value is there twice. */
export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
