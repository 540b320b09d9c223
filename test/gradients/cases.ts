// The differentiable operations, each at a point where it is smooth; run on every backend and, some, on stock tfjs.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/** A function and the values at which its derivatives are checked. */
export interface GradientCase {
  readonly f: (...inputs: Tensor[]) => Tensor;
  /** Makes the inputs on the backend in use. */
  readonly inputs: () => Tensor[];
  /** The highest order checked. @defaultValue 3 */
  readonly order?: number;
}

// Distinct values away from 0, ±1 and each other, so that no kink or tie is within a step.
const matrix = (): Tensor => tf.tensor2d([0.71, -0.43, 1.32, -1.64, 0.27, 0.58], [2, 3]);
const positive = (): Tensor => tf.tensor2d([0.62, 1.45, 0.83, 1.97, 1.21, 0.76], [2, 3]);
const row = (): Tensor => tf.tensor2d([0.92, -0.35, 0.48], [1, 3]);
const vector = (): Tensor => tf.tensor1d([0.37, -0.81, 1.16]);
const scalar = (): Tensor => tf.scalar(0.74);
const cube = (): Tensor =>
  tf.tensor3d([0.4, -0.9, 1.3, 0.6, -0.2, 0.8, 1.7, -1.1, 0.5, -0.7, 0.9, -1.5], [2, 3, 2]);

function unary(f: (x: Tensor) => Tensor, inputs: () => Tensor = matrix): GradientCase {
  return { f: (x) => f(x), inputs: () => [inputs()] };
}

function binary(f: (a: Tensor, b: Tensor) => Tensor, ...inputs: (() => Tensor)[]): GradientCase {
  return {
    f: (a, b) => f(a, b),
    inputs: () => inputs.map((make) => make()),
  };
}

const indices = (): Tensor1D => tf.tensor1d([2, 0, 2], "int32");

// Linear and piecewise linear operations are composed with a square, so that higher orders are not merely 0.
const sq = (x: Tensor): Tensor => tf.mul(tf.square(x), x);

/** The cases by name. */
export const gradientCases: Readonly<Record<string, GradientCase>> = {
  "add, broadcast": binary((a, b) => sq(tf.add(a, b)), matrix, row),
  "sub, broadcast": binary((a, b) => sq(tf.sub(a, b)), vector, matrix),
  "mul, broadcast": binary((a, b) => sq(tf.mul(a, b)), matrix, scalar),
  "div, broadcast": binary(
    (a, b) => tf.div(a, b),
    matrix,
    () => tf.tensor1d([0.9, 1.4, -1.2]),
  ),
  neg: unary((x) => sq(tf.neg(x))),
  square: unary((x) => tf.square(tf.square(x))),
  squaredDifference: binary((a, b) => tf.square(tf.squaredDifference(a, b)), matrix, vector),
  sqrt: unary((x) => tf.sqrt(x), positive),
  rsqrt: unary((x) => tf.rsqrt(x), positive),
  reciprocal: unary((x) => tf.reciprocal(x), positive),
  abs: unary((x) => sq(tf.abs(x))),
  exp: unary((x) => tf.exp(x)),
  expm1: unary((x) => tf.expm1(x)),
  log: unary((x) => tf.log(x), positive),
  log1p: unary((x) => tf.log1p(x), positive),
  tanh: unary((x) => tf.tanh(x)),
  sigmoid: unary((x) => tf.sigmoid(x)),
  logSigmoid: unary((x) => tf.logSigmoid(x)),
  softplus: unary((x) => tf.softplus(x)),
  sin: unary((x) => tf.sin(x)),
  cos: unary((x) => tf.cos(x)),
  "relu, away from the kink": unary((x) => sq(tf.relu(x))),
  "elu, away from the kink": unary((x) => tf.elu(x)),
  "leakyRelu, away from the kink": unary((x) => sq(tf.leakyRelu(x, 0.3))),
  "pow of a constant": unary((x) => tf.pow(x, 3)),
  "pow of two variables": binary((a, b) => tf.pow(a, b), positive, row),
  "maximum, broadcast": binary((a, b) => sq(tf.maximum(a, b)), matrix, row),
  "minimum, broadcast": binary((a, b) => sq(tf.minimum(a, b)), vector, matrix),
  clipByValue: unary((x) => sq(tf.clipByValue(x, -1, 1))),
  where: binary((a, b) => sq(tf.where(tf.greater(a, 0), a, tf.mul(a, b))), matrix, row),
  "sum of all": unary((x) => sq(tf.sum(x))),
  "sum along an axis": unary((x) => sq(tf.sum(x, 1))),
  "sum, axes kept": unary((x) => sq(tf.sum(x, [0, 2], true)), cube),
  "mean along an axis": unary((x) => sq(tf.mean(x, 0))),
  "mean of all": unary((x) => sq(tf.mean(x))),
  "max along an axis": unary((x) => sq(tf.max(x, 1))),
  "max, axes kept": unary((x) => sq(tf.max(x, [0, 1], true)), cube),
  "min along an axis": unary((x) => sq(tf.min(x, 0))),
  cumsum: unary((x) => sq(tf.cumsum(x, 0, true))),
  softmax: unary((x) => tf.softmax(x)),
  logSoftmax: unary((x) => tf.logSoftmax(x)),
  logSumExp: unary((x) => tf.logSumExp(x, 1)),
  "softmax cross-entropy": unary((x) =>
    tf.losses.softmaxCrossEntropy(
      tf.tensor2d([
        [1, 0, 0],
        [0, 0.3, 0.7],
      ]),
      x,
    ),
  ),
  matMul: binary(
    (a, b) => sq(tf.matMul(a, b)),
    matrix,
    () => tf.tensor2d([0.3, -0.8, 0.5, 1.1, -0.6, 0.9], [3, 2]),
  ),
  "matMul, a transposed": binary((a, b) => sq(tf.matMul(a, b, true)), matrix, matrix),
  "matMul, b transposed": binary((a, b) => sq(tf.matMul(a, b, false, true)), matrix, matrix),
  "matMul, both transposed": binary(
    (a, b) => sq(tf.matMul(a, b, true, true)),
    matrix,
    () => tf.tensor2d([0.3, -0.8, 0.5, 1.1], [2, 2]),
  ),
  "matMul, batched": binary((a, b) => sq(tf.matMul(a, b, false, true)), cube, cube),
  "matMul, batch broadcast": binary(
    (a, b) => sq(tf.matMul(a, b)),
    cube,
    () => tf.tensor3d([0.3, -0.8, 0.5, 1.1], [1, 2, 2]),
  ),
  "fused matMul": binary(
    (a, b) => {
      const [left, right] = [a as Tensor2D, b as Tensor2D];
      return sq(
        tf.fused.matMul({ a: left, b: right, transposeB: true, bias: tf.tensor1d([0.2, 0.4]) }),
      );
    },
    matrix,
    positive,
  ),
  reshape: unary((x) => sq(tf.reshape(x, [3, 2]))),
  expandDims: unary((x) => sq(tf.expandDims(x, 1))),
  transpose: unary(
    (x) => tf.mul(tf.transpose(x, [2, 0, 1]), tf.tanh(tf.transpose(x, [2, 0, 1]))),
    cube,
  ),
  slice: unary((x) => sq(tf.slice(x, [0, 1], [2, 2]))),
  concat: binary((a, b) => sq(tf.concat([a, b], 0)), matrix, row),
  stack: binary((a, b) => sq(tf.stack([a, b], 1)), matrix, positive),
  unstack: unary((x) =>
    tf.mul(tf.unstack(x, 1)[0] as Tensor, tf.exp(tf.unstack(x, 1)[2] as Tensor)),
  ),
  split: unary((x) => {
    const [a, b] = tf.split(x, [1, 2], 1) as [Tensor, Tensor];
    return tf.mul(sq(a), b);
  }),
  pad: unary((x) =>
    tf.exp(
      tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    ),
  ),
  tile: unary((x) => sq(tf.tile(x, [2, 3]))),
  broadcastTo: unary(
    (x) => sq(tf.broadcastTo(x, [2, 4, 3])),
    () => tf.tensor3d([0.4, -0.9, 1.3], [1, 1, 3]),
  ),
  "gather, repeated indices": unary((x) => sq(tf.gather(x, indices(), 1))),
  "gather, batched": unary((x) =>
    sq(
      tf.gather(
        x,
        tf.tensor2d(
          [
            [2, 0],
            [1, 1],
          ],
          [2, 2],
          "int32",
        ),
        1,
        1,
      ),
    ),
  ),
  gatherND: unary((x) =>
    sq(
      tf.gatherND(
        x,
        tf.tensor2d(
          [
            [0, 2],
            [1, 0],
            [0, 2],
          ],
          [3, 2],
          "int32",
        ),
      ),
    ),
  ),
  scatterND: unary(
    (x) => sq(tf.scatterND(tf.tensor2d([[1], [0], [1]], [3, 1], "int32"), x, [2])),
    vector,
  ),
  oneHot: unary((x) => sq(tf.sum(tf.mul(x, tf.oneHot(tf.tensor1d([2, 0], "int32"), 3)), 1))),
};
