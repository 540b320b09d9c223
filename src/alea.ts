// Layer 0: Alea, the generator of Baagøe (2010), with the states of many generators side by side in one array.
//
// Own code, because the library that has it seeds one generator at a time. Each character of a seed waits for the one
// before, so that several seeds side by side take little longer than one. The numbers are the library's, bit for bit.

/** Numbers of a generator's state: the last three words that it gave, and the carry. */
export const STATE_SIZE = 4;
const CARRY = 3;

/** Seeds that are hashed side by side; with more there is nothing left to gain. */
const SEEDS_AT_ONCE = 8;

const TWO_TO_32 = 2 ** 32;
const TWO_TO_MINUS_32 = 2 ** -32;
const TWO_TO_21 = 2 ** 21;
const TWO_TO_MINUS_53 = 2 ** -53;

/** The hash that spreads a seed over the state: where it begins, and what it multiplies by. */
const HASH_START = 0xefc8249d;
const HASH_MULTIPLIER = 0.02519603282416938;

/** The factor of the multiply-with-carry recursion. */
const MULTIPLIER = 2091639;

/**
 * Makes generators, one for each seed.
 * @returns `[seeds, 4]`, their states; the caller owns it
 */
export function seedGenerators(seeds: readonly string[]): Float64Array {
  const states = new Float64Array(seeds.length * STATE_SIZE);
  const hashes = new Float64Array(SEEDS_AT_ONCE);
  const text = allocateText(seeds);
  for (let first = 0; first < seeds.length; first += SEEDS_AT_ONCE) {
    readText(seeds, first, text);
    // Three spaces are hashed, then the seed three times over; a word of state is the difference of the two.
    hashes.fill(hashOfSpaces);
    for (let word = 0; word < CARRY; word++) {
      absorb(hashes, text);
      for (let i = 0; i < text.count; i++) {
        const difference = spaceWords[word]! - toWord(hashes[i]!);
        states[(first + i) * STATE_SIZE + word] = difference < 0 ? difference + 1 : difference;
      }
    }
    for (let i = 0; i < text.count; i++) states[(first + i) * STATE_SIZE + CARRY] = 1;
  }
  return states;
}

/**
 * Fills elements `begin` to `end - 1` of an array with draws from U[0, 1), each with 53 random bits.
 * @param at - where the generator's state begins
 */
export function drawUniforms(
  states: Float64Array,
  at: number,
  out: Float64Array,
  begin: number,
  end: number,
): void {
  // The state stays in local variables: each word waits for the one before, and memory would make it wait longer.
  let oldest = states[at]!;
  let middle = states[at + 1]!;
  let latest = states[at + 2]!;
  let carry = states[at + CARRY]!;
  for (let i = begin; i < end; i++) {
    let product = MULTIPLIER * oldest + carry * TWO_TO_MINUS_32;
    carry = Math.floor(product);
    const high = product - carry;
    product = MULTIPLIER * middle + carry * TWO_TO_MINUS_32;
    carry = Math.floor(product);
    const low = product - carry;
    oldest = latest;
    middle = high;
    latest = low;
    out[i] = high + Math.floor(low * TWO_TO_21) * TWO_TO_MINUS_53;
  }
  states[at] = oldest;
  states[at + 1] = middle;
  states[at + 2] = latest;
  states[at + CARRY] = carry;
}

/** Some seeds, character by character. */
interface Text {
  /** `[longest, 8]`; what it holds at and after a seed's end is not read */
  readonly characters: Uint16Array;
  /** `[8]` */
  readonly lengths: Int32Array;
  count: number;
  longest: number;
}

function allocateText(seeds: readonly string[]): Text {
  const longest = seeds.reduce((length, seed) => Math.max(length, seed.length), 0);
  return {
    characters: new Uint16Array(longest * SEEDS_AT_ONCE),
    lengths: new Int32Array(SEEDS_AT_ONCE),
    count: 0,
    longest: 0,
  };
}

/** Writes up to eight seeds into `text`. */
function readText(seeds: readonly string[], first: number, text: Text): void {
  const { characters, lengths } = text;
  text.count = Math.min(SEEDS_AT_ONCE, seeds.length - first);
  text.longest = 0;
  for (let i = 0; i < text.count; i++) {
    const seed = seeds[first + i]!;
    lengths[i] = seed.length;
    text.longest = Math.max(text.longest, seed.length);
    for (let j = 0; j < seed.length; j++) characters[j * SEEDS_AT_ONCE + i] = seed.charCodeAt(j);
  }
}

/** Adds each seed to its hash. */
function absorb(hashes: Float64Array, { characters, lengths, count, longest }: Text): void {
  for (let j = 0; j < longest; j++) {
    for (let i = 0; i < count; i++) {
      const product = HASH_MULTIPLIER * (hashes[i]! + characters[j * SEEDS_AT_ONCE + i]!);
      const whole = Math.floor(product);
      const mixed = (product - whole) * whole;
      const high = Math.floor(mixed);
      const hash = high + (mixed - high) * TWO_TO_32;
      if (j < lengths[i]!) hashes[i] = hash;
    }
  }
}

function toWord(hash: number): number {
  return (hash >>> 0) * TWO_TO_MINUS_32;
}

/** The hashes of one, two and three spaces. */
const spaceHashes = [" ", "  ", "   "].map((spaces) => {
  const text = allocateText([spaces]);
  readText([spaces], 0, text);
  const hash = Float64Array.of(HASH_START);
  absorb(hash, text);
  return hash[0]!;
});
const spaceWords: readonly number[] = spaceHashes.map(toWord);
const hashOfSpaces = spaceHashes[2]!;
