// How far two numeric values are apart; the arithmetic of the matcher `toBeAllClose`.

/** A number, a (typed) array of numbers, or arrays of such arrays. */
export type Numeric = number | ArrayLike<number> | readonly Numeric[];

/** How close two elements must be: |actual - expected| <= atol + rtol * |expected|. */
export interface Tolerance {
  /** Relative to the expected element. @defaultValue 1e-5 */
  readonly rtol?: number;
  /** Absolute. @defaultValue 0 */
  readonly atol?: number;
}

/**
 * Says how `actual` differs from `expected`: in shape, in an element that is not finite, or by more than the tolerance.
 *
 * A NaN is close to nothing, itself included; an infinity only to itself.
 *
 * @returns one line, or undefined if all elements are close
 */
export function findDifference(
  actual: unknown,
  expected: unknown,
  { rtol = 1e-5, atol = 0 }: Tolerance = {},
): string | undefined {
  const shapes = [shapeOf(actual), shapeOf(expected)] as const;
  const [actualShape, expectedShape] = shapes.map((shape) => `[${shape.join(", ")}]`);
  if (actualShape !== expectedShape) {
    return `shape must be ${expectedShape}, got ${actualShape}`;
  }
  const actualElements = flatten(actual);
  const expectedElements = flatten(expected);
  let worst = { excess: 0, index: -1 };
  let differing = 0;
  for (const [index, wanted] of expectedElements.entries()) {
    const got = actualElements[index] ?? NaN;
    const error = got === wanted ? 0 : Math.abs(got - wanted) - (atol + rtol * Math.abs(wanted));
    const excess = Number.isNaN(error) ? Infinity : error;
    if (excess <= 0) continue;
    differing += 1;
    if (excess > worst.excess) worst = { excess, index };
  }
  if (differing === 0) return undefined;
  const { index } = worst;
  return (
    `${differing} of ${expectedElements.length} elements differ, the worst at ` +
    `[${unravel(index, shapes[1]).join(", ")}]: expected ${expectedElements[index]}, ` +
    `got ${actualElements[index]} (rtol ${rtol}, atol ${atol})`
  );
}

function isArray(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

/** The shape of nested arrays, `[]` for a number. */
function shapeOf(value: unknown): readonly number[] {
  if (typeof value === "number") return [];
  if (!isArray(value)) {
    throw new TypeError(`toBeAllClose: must be numbers or arrays of numbers, got ${String(value)}`);
  }
  if (ArrayBuffer.isView(value)) return [value.length];
  const inner = Array.from(value, shapeOf);
  const first = inner[0] ?? [];
  if (inner.some((shape) => shape.join() !== first.join())) {
    throw new TypeError(
      "toBeAllClose: arrays at one depth must have one shape, got a ragged array",
    );
  }
  return [value.length, ...first];
}

function flatten(value: unknown): readonly number[] {
  return isArray(value) ? Array.from(value, flatten).flat() : [value as number];
}

/** The indices, outermost axis first, of an element's position in row-major order. */
function unravel(position: number, shape: readonly number[]): readonly number[] {
  return shape.reduceRight<{ indices: number[]; rest: number }>(
    ({ indices, rest }, extent) => ({
      indices: [rest % extent, ...indices],
      rest: Math.floor(rest / extent),
    }),
    { indices: [], rest: position },
  ).indices;
}
