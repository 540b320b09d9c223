// Layer 5: the key inside a picture that stands alone.

/** Width, in pixels, that vega reserves for a character: it cannot measure text without a canvas. */
const CHARACTER_WIDTH = 9.6;

/** Width of a sign and the free space around it, in pixels. */
const SIGN_WIDTH = 34;

/** Chooses as many columns as fit, so that no name is cut off. */
export function legendOf(names: readonly string[], width: number): { columns: number } {
  const longest = Math.max(...names.map((name) => name.length));
  const columns = Math.floor(width / (CHARACTER_WIDTH * longest + SIGN_WIDTH));
  return { columns: Math.min(names.length, Math.max(1, columns)) };
}
