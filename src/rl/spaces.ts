// Layer 3: observation and action spaces, as in Gymnasium.

import { checkInteger, ConfigError, formatValue } from "../errors.ts";

/** A box in R^n with bounds for each element. */
export interface Box {
  readonly kind: "box";
  readonly shape: readonly number[];
  /** Lower bounds, one an element; -Infinity where unbounded. */
  readonly low: readonly number[];
  /** Upper bounds, one an element; Infinity where unbounded. */
  readonly high: readonly number[];
}

/** The integers 0 to n-1. */
export interface Discrete {
  readonly kind: "discrete";
  readonly n: number;
}

/** An observation or action space. */
export type Space = Box | Discrete;

/** Bounds of a Box: one number for all elements or one an element. */
export interface BoxOptions {
  /** @defaultValue -Infinity */
  readonly low?: number | readonly number[];
  /** @defaultValue Infinity */
  readonly high?: number | readonly number[];
  /** Shape, outermost axis first. @defaultValue `[n]` where a bound lists n numbers */
  readonly shape?: readonly number[];
}

/**
 * Makes a Box.
 * @throws {@link ConfigError} if the shape is missing or wrong, or a lower bound is not below its upper bound
 */
export function box(options: BoxOptions): Box {
  const { low = -Infinity, high = Infinity } = options;
  const listed = [low, high].find((bound) => typeof bound !== "number");
  const shape = options.shape ?? (listed && [listed.length]);
  if (shape === undefined) {
    throw new ConfigError("box: shape must be given where both bounds are single numbers");
  }
  shape.forEach((size) => checkInteger("box.shape: each axis", size, 1));
  const length = shape.reduce((product, size) => product * size, 1);
  const bounds = {
    low: expandBound("box.low", low, length),
    high: expandBound("box.high", high, length),
  };
  bounds.low.forEach((lower, i) => {
    const upper = bounds.high[i] ?? NaN;
    if (lower < upper) return;
    throw new ConfigError(`box: low must be below high, got ${lower} and ${upper} at element ${i}`);
  });
  return { kind: "box", shape, ...bounds };
}

function expandBound(
  where: string,
  bound: number | readonly number[],
  length: number,
): readonly number[] {
  if (typeof bound === "number") return new Array<number>(length).fill(bound);
  if (bound.length === length) return bound;
  throw new ConfigError(
    `${where}: must be a number or have ${length} elements, got ${formatValue(bound)}`,
  );
}

/**
 * Makes a Discrete space of `n` choices.
 * @throws {@link ConfigError} if `n` is not a positive integer
 */
export function discrete(n: number): Discrete {
  checkInteger("discrete: n", n, 1);
  return { kind: "discrete", n };
}

/**
 * Tells whether a value is an element of a space. Bounds count as float32 numbers, as the values that a rollout carries
 * do: 0.1 rounded to float32 lies in a Box up to 0.1.
 */
export function contains(space: Space, value: ArrayLike<number> | number): boolean {
  if (space.kind === "discrete") {
    return Number.isInteger(value) && Number(value) >= 0 && Number(value) < space.n;
  }
  if (typeof value === "number" || value.length !== space.low.length) return false;
  return Array.from(value).every(
    (element, i) =>
      element >= lowerFloat32(space.low[i] ?? NaN) &&
      element <= -lowerFloat32(-(space.high[i] ?? NaN)),
  );
}

/** The smaller of a bound and the bound as a float32 number. */
function lowerFloat32(bound: number): number {
  return Math.min(bound, Math.fround(bound));
}

/** Counts the numbers of one element: the size of a Box, 1 for a Discrete. */
export function elementSize(space: Space): number {
  return space.kind === "box" ? space.low.length : 1;
}

/** Counts the numbers that a policy sees of one element: the size of a Box, `n` of a Discrete, which is one-hot. */
export function encodedSize(space: Space): number {
  return space.kind === "box" ? space.low.length : space.n;
}

/** Writes a space as error messages show it: `Box(-0.1, 0.1, [2])`, `Discrete(5)`. */
export function formatSpace(space: Space): string {
  if (space.kind === "discrete") return `Discrete(${space.n})`;
  const [low, high] = [space.low, space.high].map((bounds) =>
    bounds.every((bound) => bound === bounds[0]) ? formatValue(bounds[0]) : formatValue(bounds),
  );
  return `Box(${low}, ${high}, ${formatValue(space.shape)})`;
}
