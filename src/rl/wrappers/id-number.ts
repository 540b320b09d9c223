// Layer 3: numbers in the ids of wrapped families.

/** Writes a number with the characters that a version may have: an `m` in place of a minus sign. */
export function idNumber(value: number): string {
  return String(value).replaceAll("-", "m").replaceAll("+", "");
}
