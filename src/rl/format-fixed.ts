// Layer 3: numbers as pictures of episodes show them.

/** Writes a number with a fixed count of decimals; a negative one that rounds to zero has no sign. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text;
}
