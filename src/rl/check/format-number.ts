// Layer 3: numbers as messages about measurements show them.

/** Digits that are shown; what is measured is not known to more. */
const DIGITS = 4;

/** Writes a number with a few digits. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
