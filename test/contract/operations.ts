// Programs that every backend must answer as tfjs's cpu backend does: values, shapes and element types.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A program that makes its inputs itself. */
export type Program = () => Tensor | Tensor[];

const special = (): Tensor => tf.tensor1d([NaN, Infinity, -Infinity, 0, 1.5, -2.5, 0.5, 2.5, 1e-4]);
const matrix = (): Tensor => tf.tensor2d([1.5, -2, 0.25, 3, -0.5, 4], [2, 3]);
const integers = (): Tensor => tf.tensor2d([7, -7, 0, 3, -2, 5], [2, 3], "int32");
const divisors = (): Tensor => tf.tensor2d([2, 2, 3, -2, -5, 1], [2, 3], "int32");
const booleans = (): Tensor => tf.tensor2d([1, 0, 1, 1, 0, 0], [2, 3], "bool");
const cube = (): Tensor => tf.reshape(tf.range(0, 24, 1, "float32"), [2, 3, 4]);
const row = (): Tensor => tf.tensor1d([2, -1, 0.5]);
const column = (): Tensor => tf.tensor2d([3, -2], [2, 1]);
const scalar = (): Tensor => tf.scalar(1.25);
const empty = (): Tensor => tf.zeros([0, 3]);

const unary = {
  abs: tf.abs,
  ceil: tf.ceil,
  cos: tf.cos,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  isFinite: tf.isFinite,
  isInf: tf.isInf,
  isNaN: tf.isNaN,
  leakyRelu: tf.leakyRelu,
  log: tf.log,
  log1p: tf.log1p,
  neg: tf.neg,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  rsqrt: tf.rsqrt,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  softplus: tf.softplus,
  sqrt: tf.sqrt,
  square: tf.square,
  step: tf.step,
  tan: tf.tan,
  tanh: tf.tanh,
} as const;

const bounded = { acos: tf.acos, asin: tf.asin, atan: tf.atan, atanh: tf.atanh } as const;
const hyperbolic = { acosh: tf.acosh, asinh: tf.asinh, cosh: tf.cosh, sinh: tf.sinh } as const;

const binary = {
  add: tf.add,
  atan2: tf.atan2,
  div: tf.div,
  equal: tf.equal,
  floorDiv: tf.floorDiv,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mod: tf.mod,
  mul: tf.mul,
  notEqual: tf.notEqual,
  squaredDifference: tf.squaredDifference,
  sub: tf.sub,
} as const;

const reductions = {
  max: tf.max,
  mean: tf.mean,
  min: tf.min,
  prod: tf.prod,
  sum: tf.sum,
  logSumExp: tf.logSumExp,
} as const;

const programs: Record<string, Program> = {
  "step with a slope": () => tf.step(special(), 0.3),
  clipByValue: () => tf.clipByValue(matrix(), -1, 2),
  "clipByValue, int32": () => tf.clipByValue(integers(), -1, 4),
  prelu: () => tf.prelu(matrix(), row()),
  "pow, float": () => tf.pow(matrix(), 3),
  "pow, broadcast": () => tf.pow(tf.abs(matrix()), row()),
  "pow, int32": () => tf.pow(integers(), tf.scalar(3, "int32")),
  "pow of 2": () => tf.pow(matrix(), 2),
  logicalAnd: () => tf.logicalAnd(booleans(), tf.logicalNot(booleans())),
  logicalOr: () => tf.logicalOr(booleans(), tf.tensor1d([0, 1, 0], "bool")),
  logicalXor: () => tf.logicalXor(booleans(), tf.tensor1d([0, 1, 0], "bool")),
  "equal, bool": () => tf.equal(booleans(), tf.tensor1d([0, 1, 1], "bool")),
  addN: () => tf.addN([matrix(), tf.square(matrix()), matrix()]),
  where: () => tf.where(tf.greater(matrix(), 0), matrix(), row()),

  "cast to int32": () => tf.cast(matrix(), "int32"),
  "cast to bool": () => tf.cast(integers(), "bool"),
  "cast bool to float32": () => tf.cast(booleans(), "float32"),
  "cast int32 to float32": () => tf.cast(integers(), "float32"),

  "any and all": () => [tf.any(booleans(), 1), tf.all(booleans(), 0, true), tf.any(booleans())],
  "argMax and argMin": () => [
    tf.argMax(matrix(), 1),
    tf.argMin(matrix(), 0),
    tf.argMax(integers(), -1),
  ],
  "sum, int32": () => tf.sum(integers(), 1),
  "sum, bool": () => tf.sum(booleans(), 0),
  "mean, int32": () => tf.mean(integers()),
  "max, int32": () => tf.max(integers(), 0, true),
  "sum of a scalar": () => tf.sum(scalar()),
  "reductions of nothing": () => [
    tf.sum(empty(), 0),
    tf.prod(empty(), 0),
    tf.any(tf.cast(empty(), "bool"), 0),
  ],
  cumsum: () => [
    tf.cumsum(matrix(), 1),
    tf.cumsum(matrix(), 0, true),
    tf.cumsum(matrix(), 1, true, true),
  ],
  cumprod: () => tf.cumprod(matrix(), 1),
  moments: () => Object.values(tf.moments(matrix(), 1)),
  softmax: () => tf.softmax(matrix()),
  logSoftmax: () => tf.logSoftmax(matrix()),
  norm: () => tf.norm(matrix()),

  matMul: () => tf.matMul(matrix(), matrix(), false, true),
  "matMul, a transposed": () => tf.matMul(matrix(), matrix(), true),
  "matMul, both transposed": () => tf.matMul(matrix(), tf.transpose(matrix()), true, true),
  "matMul, batched": () => tf.matMul(cube(), cube(), true),
  "matMul, batch broadcast": () => tf.matMul(cube(), tf.ones([1, 4, 2])),
  "matMul of vectors": () => tf.dot(row(), row()),
  "matMul over nothing": () => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])),
  "matMul after a transposition": () => tf.matMul(tf.transpose(matrix()), matrix()),
  "fused matMul": () =>
    tf.fused.matMul({
      a: matrix(),
      b: matrix(),
      transposeB: true,
      bias: tf.tensor1d([1, -3]),
      activation: "relu",
    }),
  einsum: () => tf.einsum("ij,kj->ik", matrix(), matrix()),

  "reshape of a reshape": () => tf.reshape(tf.reshape(tf.exp(matrix()), [6]), [3, 2]),
  "expandDims and squeeze": () => [
    tf.expandDims(matrix(), -1),
    tf.squeeze(tf.expandDims(row(), 0)),
  ],
  transpose: () => [
    tf.transpose(cube()),
    tf.transpose(cube(), [0, 2, 1]),
    tf.transpose(matrix(), [0, 1]),
  ],
  "transpose of a transpose": () => tf.transpose(tf.transpose(cube(), [2, 0, 1]), [1, 0, 2]),
  tile: () => [tf.tile(matrix(), [2, 2]), tf.tile(column(), [1, 3]), tf.tile(integers(), [1, 2])],
  broadcastTo: () => [tf.broadcastTo(row(), [4, 3]), tf.broadcastTo(scalar(), [2, 2])],
  slice: () => [
    tf.slice(cube(), [0, 1, 2], [2, 2, -1]),
    tf.slice(row(), 1),
    tf.slice(matrix(), [1, 0], [0, 3]),
  ],
  stridedSlice: () => [
    tf.stridedSlice(cube(), [0, 0, 0], [2, 3, 4], [1, 2, 2]),
    tf.stridedSlice(row(), [-1], [-4], [-1]),
    tf.stridedSlice(cube(), [0, 1], [1, 3], [1, 1], 0, 0, 0, 0, 1),
  ],
  reverse: () => [tf.reverse(matrix(), 1), tf.reverse(cube())],
  concat: () => [tf.concat([matrix(), tf.neg(matrix())], 1), tf.concat([empty(), matrix()], 0)],
  "concat, int32": () => tf.concat([integers(), integers()]),
  "stack and unstack": () => [tf.stack([row(), row()], 1), ...tf.unstack(matrix(), 1)],
  split: () => [...tf.split(matrix(), 3, 1), ...tf.split(cube(), [1, 3], 2)],
  pad: () => [
    tf.pad(
      matrix(),
      [
        [1, 0],
        [0, 2],
      ],
      0.5,
    ),
    tf.pad(integers(), [
      [0, 1],
      [1, 0],
    ]),
  ],
  mirrorPad: () => [
    tf.mirrorPad(
      matrix(),
      [
        [1, 0],
        [0, 2],
      ],
      "reflect",
    ),
    tf.mirrorPad(
      matrix(),
      [
        [1, 0],
        [0, 2],
      ],
      "symmetric",
    ),
  ],
  gather: () => [
    tf.gather(matrix(), tf.tensor1d([2, 0, 2], "int32"), 1),
    tf.gather(cube(), tf.tensor2d([1, 0, 2, 2], [2, 2], "int32"), 1),
    tf.gather(row(), tf.scalar(1, "int32")),
  ],
  "gather, batched": () => tf.gather(cube(), tf.tensor2d([1, 0, 3, 2], [2, 2], "int32"), 2, 1),
  gatherND: () => tf.gatherND(cube(), tf.tensor2d([1, 0, 0, 2], [2, 2], "int32")),
  scatterND: () =>
    tf.scatterND(tf.tensor2d([1, 3, 1], [3, 1], "int32"), tf.tensor1d([1, 2, 4]), [5]),
  tensorScatterUpdate: () =>
    tf.tensorScatterUpdate(tf.ones([4]), tf.tensor2d([1, 3], [2, 1], "int32"), tf.tensor1d([5, 6])),
  unsortedSegmentSum: () => tf.unsortedSegmentSum(matrix(), tf.tensor1d([2, 0], "int32"), 3),
  oneHot: () => [
    tf.oneHot(tf.tensor1d([1, 0, 5, -1], "int32"), 3),
    tf.oneHot(tf.tensor2d([1, 0], [1, 2], "int32"), 2, 4, -2),
  ],
  topk: () => Object.values(tf.topk(matrix(), 2)),
  "booleans from a mask": () => tf.cast(tf.greater(tf.abs(matrix()), 1), "int32"),

  "fill, ones and zeros": () => [
    tf.fill([2, 2], 0.3),
    tf.onesLike(matrix()),
    tf.zerosLike(integers()),
    tf.fill([], 7),
  ],
  "sums of fills": () => tf.sum(tf.mul(tf.fill([3, 4], 2), tf.onesLike(tf.zeros([3, 4]))), 0),
  "range and linspace": () => [
    tf.range(5, 0, -2),
    tf.range(0, 4, 1, "int32"),
    tf.linspace(0, 1, 5),
  ],
  eye: () => tf.eye(3),
  "no elements": () => [
    empty(),
    tf.add(empty(), 1),
    tf.concat([empty(), empty()]),
    tf.transpose(empty()),
  ],
  "no axes": () => [tf.mul(scalar(), scalar()), tf.reshape(scalar(), [1, 1]), tf.exp(scalar())],
  strings: () => tf.concat([tf.tensor1d(["a", "b"]), tf.tensor1d(["c"])]),
  "complex numbers": () => {
    const z = tf.complex(row(), tf.neg(row()));
    return [tf.real(z), tf.imag(z), tf.abs(z)];
  },
  convolution: () =>
    tf.conv1d(tf.reshape<tf.Rank.R3>(cube(), [2, 3, 4]), tf.ones([2, 4, 2]), 1, "valid"),
};

for (const [name, f] of Object.entries(unary)) programs[name] = () => f(special());
for (const [name, f] of Object.entries(bounded))
  programs[name] = () => f(tf.tensor1d([-0.9, 0, 0.3, 0.8]));
for (const [name, f] of Object.entries(hyperbolic))
  programs[name] = () => f(tf.tensor1d([1, 1.2, 3]));
for (const name of ["abs", "neg", "sign", "square", "relu"] as const) {
  programs[`${name}, int32`] = () => unary[name](integers());
}
for (const [name, f] of Object.entries(binary)) {
  programs[`${name}, broadcast`] = () => [
    f(matrix(), row()),
    f(column(), matrix()),
    f(matrix(), scalar()),
  ];
  if (name !== "atan2") programs[`${name}, int32`] = () => f(integers(), divisors());
}
for (const [name, f] of Object.entries(reductions)) {
  programs[`${name}, by axis`] = () => [
    f(matrix()),
    f(matrix(), 1),
    f(cube(), [0, -1]),
    f(matrix(), 0, true),
  ];
}

/** The programs by name. */
export const operations: Readonly<Record<string, Program>> = programs;
