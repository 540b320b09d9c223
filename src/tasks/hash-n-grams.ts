// Layer 3: from text to numbers.

/** How {@link hashNGrams} counts. */
export interface HashNGramsOptions {
  /** The longest n-grams; those of all lengths from 1 are counted. */
  readonly longest: number;
  /** The length of what comes out, as a vector. */
  readonly norm: number;
}

/** Fowler, Noll and Vo's hash FNV-1a of 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/, on code points. */
const FNV_OFFSET = 2166136261;
const FNV_PRIME = 16777619;

/**
 * Counts the n-grams of characters of a text: each n-gram adds 1 to the number that its hash chooses. Of a count the square
 * root is taken, so that a frequent letter does not outweigh all else, and all are scaled to the length that is asked for.
 * An empty text gives zeros.
 *
 * @param out - all of it is written to
 * @see Weinberger et al. 2009, https://arxiv.org/abs/0902.2206; differs from it: nothing is subtracted, so that no number is
 *   negative
 */
export function hashNGrams(
  text: string,
  { longest, norm }: HashNGramsOptions,
  out: Float32Array,
): void {
  const points: number[] = [];
  for (const character of text) points.push(character.codePointAt(0)!);
  out.fill(0);
  let total = 0;
  for (let first = 0; first < points.length; first++) {
    let hash = FNV_OFFSET;
    const end = Math.min(points.length, first + longest);
    for (let i = first; i < end; i++) {
      hash = Math.imul(hash ^ points[i]!, FNV_PRIME);
      out[scramble(hash) % out.length]! += 1;
      total++;
    }
  }
  for (let i = 0; i < out.length; i++) {
    if (out[i] !== 0) out[i] = norm * Math.sqrt(out[i]! / total);
  }
}

// The low bits of FNV-1a know only the low bits of its input, and a remainder by an even number knows only low bits. These
// are the rounds of Murmur3's finalizer (Appleby), https://github.com/aappleby/smhasher.
function scramble(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
