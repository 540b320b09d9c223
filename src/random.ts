// Layer 0: named, splittable, restorable random streams; the only source of randomness in Acclimate.
//
// A stream is identified by its name, a path such as `7/outer-step/3/inner-step/0/task/2/episode/5`. What a stream
// yields depends on that name and on how much was drawn from it, never on any other stream.
//
// A stream is seeded when it is first drawn from: one that is only split costs no more than its name.

import { drawUniforms, seedGenerators, STATE_SIZE } from "./alea.ts";
import { checkInteger, ConfigError, formatValue } from "./errors.ts";

/** A snapshot of a stream as plain JSON; {@link restoreRandom} continues from it bit for bit. */
export interface RandomState {
  readonly name: string;
  /** The state of its generator: three words and a carry. */
  readonly generator: {
    readonly c: number;
    readonly s0: number;
    readonly s1: number;
    readonly s2: number;
  };
}

/** A named random stream. */
export interface Random {
  /** The path that identifies this stream. */
  readonly name: string;
  /** Draws from U[0, 1) with 53 random bits. */
  uniform(): number;
  /** Draws from N(0, 1); keeps no spare variate, so that a restored stream resumes exactly. */
  normal(): number;
  /** Draws an integer uniformly from 0 to n-1. */
  integer(n: number): number;
  /** Fills an array, or its elements `begin` to `end - 1`, with what repeated calls of {@link Random.uniform} return. */
  uniforms(out: Float64Array, begin?: number, end?: number): void;
  /** Fills an array, or its elements `begin` to `end - 1`, with what repeated calls of {@link Random.normal} return. */
  normals(out: Float64Array, begin?: number, end?: number): void;
  /** Returns the stream named `<this name>/<path[0]>/<path[1]>…`; independent of what was drawn from this one. */
  split(...path: readonly (string | number)[]): Random;
  /** Returns a snapshot. */
  state(): RandomState;
}

/**
 * Creates the root stream of a seed.
 * @param seed - a non-negative integer
 * @throws {@link ConfigError} if the seed is not one
 */
export function createRandom(seed: number): Random {
  checkInteger("createRandom: seed", seed, 0);
  return createStream(String(seed));
}

/**
 * Recreates a stream from its snapshot; it continues bit for bit, and splits into the same streams.
 * @throws {@link ConfigError} if the snapshot is not one
 */
export function restoreRandom({ name, generator }: RandomState): Random {
  const { c, s0, s1, s2 } = generator;
  if (![c, s0, s1, s2].every(Number.isFinite)) {
    throw new ConfigError(
      `restoreRandom: generator must have finite c, s0, s1 and s2, got ${formatValue(generator)}`,
    );
  }
  return new NamedStream(name, new Generators([name], Float64Array.of(s0, s1, s2, c)), 0);
}

/**
 * Splits each stream alike: the same streams as `stream.split(...path)` of each, which are seeded together, when the
 * first of them is drawn from. That takes a quarter of the time.
 */
export function splitEach(
  streams: readonly Random[],
  ...path: readonly (string | number)[]
): readonly Random[] {
  const suffix = suffixOf(path);
  const names = streams.map((stream) => stream.name + suffix);
  const generators = new Generators(names);
  return names.map((name, i) => new NamedStream(name, generators, i));
}

/** Generators that are seeded together, when the first of them is needed. */
class Generators {
  readonly #seeds: readonly string[];
  #states: Float64Array | undefined;

  constructor(seeds: readonly string[], states?: Float64Array) {
    this.#seeds = seeds;
    this.#states = states;
  }

  /** `[seeds, 4]` */
  get states(): Float64Array {
    return (this.#states ??= seedGenerators(this.#seeds));
  }
}

class NamedStream implements Random {
  readonly name: string;
  readonly #generators: Generators;
  /** Where the state of this stream's generator begins. */
  readonly #at: number;

  constructor(name: string, generators: Generators, index: number) {
    this.name = name;
    this.#generators = generators;
    this.#at = index * STATE_SIZE;
  }

  uniform(): number {
    this.uniforms(scratch, 0, 1);
    return scratch[0]!;
  }

  normal(): number {
    this.uniforms(scratch, 0, 2);
    return boxMuller(scratch[0]!, scratch[1]!);
  }

  integer(n: number): number {
    checkInteger("Random.integer: n", n, 1);
    return Math.floor(this.uniform() * n);
  }

  uniforms(out: Float64Array, begin = 0, end = out.length): void {
    drawUniforms(this.#generators.states, this.#at, out, begin, end);
  }

  normals(out: Float64Array, begin = 0, end = out.length): void {
    const atOnce = scratch.length / 2;
    for (let first = begin; first < end; first += atOnce) {
      const count = Math.min(atOnce, end - first);
      this.uniforms(scratch, 0, 2 * count);
      for (let i = 0; i < count; i++) {
        out[first + i] = boxMuller(scratch[2 * i]!, scratch[2 * i + 1]!);
      }
    }
  }

  split(...path: readonly (string | number)[]): Random {
    return createStream(this.name + suffixOf(path));
  }

  state(): RandomState {
    const { states } = this.#generators;
    const [s0, s1, s2, c] = states.subarray(this.#at, this.#at + STATE_SIZE);
    return { name: this.name, generator: { c: c!, s0: s0!, s1: s1!, s2: s2! } };
  }
}

function createStream(name: string): Random {
  return new NamedStream(name, new Generators([name]), 0);
}

/** Where uniform numbers are drawn to that are used up at once. */
const scratch = new Float64Array(64);

/** Turns two draws from U[0, 1) into one from N(0, 1). */
function boxMuller(u: number, v: number): number {
  // The cosine half only: the sine half would be a spare variate, which no snapshot could hold.
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v); // 1 - u lies in (0, 1]
}

/** What a path adds to a stream's name. */
function suffixOf(path: readonly (string | number)[]): string {
  if (path.length === 0) throw new ConfigError("Random.split: path must not be empty, got []");
  let suffix = "";
  for (const element of path) {
    checkPathElement(element);
    suffix += `/${element}`;
  }
  return suffix;
}

// Two different paths must not give one name, or two streams would be the same.
function checkPathElement(element: string | number): void {
  const valid =
    typeof element === "number"
      ? Number.isSafeInteger(element)
      : element !== "" && !element.includes("/");
  if (valid) return;
  throw new ConfigError(
    `Random.split: path elements must be integers or non-empty strings without "/", got ${formatValue(element)}`,
  );
}
