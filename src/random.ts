// Layer 0: named, splittable, restorable random streams; the only source of randomness in Acclimate.
//
// A stream is identified by its name, a path such as `7/outer-step/3/inner-step/0/task/2/episode/5`. What a stream
// yields depends on that name and on how much was drawn from it, never on any other stream.

import seedrandom from "seedrandom";
import { checkInteger, ConfigError, formatValue } from "./errors.ts";

/** A snapshot of a stream as plain JSON; {@link restoreRandom} continues from it bit for bit. */
export interface RandomState {
  readonly name: string;
  readonly generator: seedrandom.State.Alea;
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
  const name = String(seed);
  return new NamedStream(name, seedrandom.alea(name, { state: true }));
}

/**
 * Recreates a stream from its snapshot; it continues bit for bit, and splits into the same streams.
 * @throws {@link ConfigError} if the snapshot is not one
 */
export function restoreRandom(state: RandomState): Random {
  const { c, s0, s1, s2 } = state.generator;
  if (![c, s0, s1, s2].every(Number.isFinite)) {
    throw new ConfigError(
      `restoreRandom: generator must have finite c, s0, s1 and s2, got ${formatValue(state.generator)}`,
    );
  }
  return new NamedStream(state.name, seedrandom.alea("", { state: { c, s0, s1, s2 } }));
}

class NamedStream implements Random {
  readonly name: string;
  readonly #generator: seedrandom.StatefulPRNG<seedrandom.State.Alea>;

  constructor(name: string, generator: seedrandom.StatefulPRNG<seedrandom.State.Alea>) {
    this.name = name;
    this.#generator = generator;
  }

  uniform(): number {
    return this.#generator.double();
  }

  normal(): number {
    // Box-Muller, the cosine half only: the sine half would be a spare variate, which no snapshot could hold.
    const radius = Math.sqrt(-2 * Math.log(1 - this.#generator.double())); // 1 - u lies in (0, 1]
    return radius * Math.cos(2 * Math.PI * this.#generator.double());
  }

  integer(n: number): number {
    checkInteger("Random.integer: n", n, 1);
    return Math.floor(this.#generator.double() * n);
  }

  split(...path: readonly (string | number)[]): Random {
    const name = [this.name, ...path.map(checkPathElement)].join("/");
    if (path.length === 0) throw new ConfigError("Random.split: path must not be empty, got []");
    return new NamedStream(name, seedrandom.alea(name, { state: true }));
  }

  state(): RandomState {
    return { name: this.name, generator: this.#generator.state() };
  }
}

// Two different paths must not give one name, or two streams would be the same.
function checkPathElement(element: string | number): string | number {
  const valid =
    typeof element === "number"
      ? Number.isSafeInteger(element)
      : element !== "" && !element.includes("/");
  if (valid) return element;
  throw new ConfigError(
    `Random.split: path elements must be integers or non-empty strings without "/", got ${formatValue(element)}`,
  );
}
