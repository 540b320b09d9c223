// Layer 3: drawing without replacement.

import type { Random } from "../random.ts";

/**
 * Draws different integers from 0 to n-1 in random order: each ordered choice is as likely as any other.
 *
 * Takes time for what is drawn only, however large n is.
 *
 * @param count - at most n
 * @see Durstenfeld 1964, https://doi.org/10.1145/364520.364540: the first `count` steps of the shuffle
 */
export function drawDistinct(rng: Random, n: number, count: number): readonly number[] {
  // What the shuffle has moved; every other number still stands at its own place.
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = i + rng.integer(n - i);
    drawn.push(moved.get(from) ?? from);
    moved.set(from, moved.get(i) ?? i);
  }
  return drawn;
}
