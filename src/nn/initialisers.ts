// Layer 2: how weight matrices are drawn, by name.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Random } from "../random.ts";

/**
 * Initialisation schemes of weight matrices; biases always start at 0.
 *
 * - `glorot-uniform`: U(-a, a), a = sqrt(6 / (fanIn + fanOut)); Glorot and Bengio 2010, eq. 16
 * - `glorot-normal`: N(0, 2 / (fanIn + fanOut)); the same paper's variance
 * - `he-uniform`: U(-a, a), a = sqrt(6 / fanIn); He et al. 2015, eq. 10
 * - `he-normal`: N(0, 2 / fanIn); the same
 * - `lecun-normal`: N(0, 1 / fanIn); LeCun et al. 1998, section 4.6
 * - `truncated-normal`: N(0, 0.01²), drawn again beyond two standard deviations; what Finn et al. 2017 draw the weights of
 *   normalised layers for Omniglot from (cbfinn/maml, `maml.py`). A normalised layer does the same at any scale of its weights,
 *   and the smaller they are, the further a step turns them
 * - `orthogonal`: orthonormal rows or columns, whichever are fewer; Saxe et al. 2014
 */
export const initialiserNames = [
  "glorot-uniform",
  "glorot-normal",
  "he-uniform",
  "he-normal",
  "lecun-normal",
  "truncated-normal",
  "orthogonal",
] as const;

/** The name of an initialisation scheme. */
export type InitialiserName = (typeof initialiserNames)[number];

/** Fills a weight matrix of `fanIn` rows and `fanOut` columns, row by row, from `rng`. */
type Initialiser = (rng: Random, fanIn: number, fanOut: number) => Float32Array;

const initialisers: Readonly<Record<InitialiserName, Initialiser>> = {
  "glorot-uniform": (rng, fanIn, fanOut) =>
    uniform(rng, fanIn * fanOut, Math.sqrt(6 / (fanIn + fanOut))),
  "glorot-normal": (rng, fanIn, fanOut) =>
    normal(rng, fanIn * fanOut, Math.sqrt(2 / (fanIn + fanOut))),
  "he-uniform": (rng, fanIn, fanOut) => uniform(rng, fanIn * fanOut, Math.sqrt(6 / fanIn)),
  "he-normal": (rng, fanIn, fanOut) => normal(rng, fanIn * fanOut, Math.sqrt(2 / fanIn)),
  "lecun-normal": (rng, fanIn, fanOut) => normal(rng, fanIn * fanOut, Math.sqrt(1 / fanIn)),
  "truncated-normal": (rng, fanIn, fanOut) => truncatedNormal(rng, fanIn * fanOut, 0.01),
  orthogonal,
};

/** Draws a weight matrix by the named scheme. @returns `[in, out]`; the caller owns it */
export function initialiseWeights(
  name: InitialiserName,
  rng: Random,
  fanIn: number,
  fanOut: number,
): Tensor2D {
  return tf.tensor2d(initialisers[name](rng, fanIn, fanOut), [fanIn, fanOut]);
}

function uniform(rng: Random, count: number, bound: number): Float32Array {
  return Float32Array.from({ length: count }, () => (2 * rng.uniform() - 1) * bound);
}

function normal(rng: Random, count: number, std: number): Float32Array {
  return Float32Array.from({ length: count }, () => std * rng.normal());
}

/** Numbers beyond two standard deviations are drawn again. */
function truncatedNormal(rng: Random, count: number, std: number): Float32Array {
  return Float32Array.from({ length: count }, () => {
    let x = rng.normal();
    while (Math.abs(x) > 2) x = rng.normal();
    return std * x;
  });
}

/** Modified Gram-Schmidt on normal vectors, which yields a Haar-distributed frame. */
function orthogonal(rng: Random, fanIn: number, fanOut: number): Float32Array {
  const [count, length] = fanIn < fanOut ? [fanIn, fanOut] : [fanOut, fanIn];
  const frame: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const v = Float64Array.from({ length }, () => rng.normal());
    for (const u of frame) {
      const projection = dot(u, v);
      for (let j = 0; j < length; j++) v[j]! -= projection * u[j]!;
    }
    const norm = Math.sqrt(dot(v, v));
    frame.push(v.map((x) => x / norm));
  }
  const weights = new Float32Array(fanIn * fanOut);
  for (let row = 0; row < fanIn; row++) {
    for (let column = 0; column < fanOut; column++) {
      weights[row * fanOut + column] = fanIn < fanOut ? frame[row]![column]! : frame[column]![row]!;
    }
  }
  return weights;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
