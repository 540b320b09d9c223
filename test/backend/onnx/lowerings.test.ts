// Lowerings against tfjs's cpu backend, at the corners of their kernels' definitions; none may fall back.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor4D, Tensor5D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { onNotice } from "../../../src/backend/diagnostics.ts";
import type { NoticeListener } from "../../../src/backend/diagnostics.ts";
import { checkGradients } from "../../support/check-gradients.ts";

type Program = () => Tensor | Tensor[];

/** Distinct numbers of either sign in no order. */
function numbers(shape: number[], scale = 1): Tensor {
  const size = tf.util.sizeFromShape(shape);
  const values = Array.from({ length: size }, (_, i) => scale * Math.sin(7 * i + 1));
  return tf.tensor(values, shape);
}

const image = (): Tensor4D => numbers([2, 5, 6, 3]) as Tensor4D;
const channelsFirst = (): Tensor4D => numbers([2, 3, 5, 6]) as Tensor4D;
const filter = (): Tensor4D => numbers([3, 2, 3, 4], 0.5) as Tensor4D;
const channelFilter = (): Tensor4D => numbers([3, 2, 3, 2], 0.5) as Tensor4D;
const volume = (): Tensor5D => numbers([1, 4, 5, 4, 2]) as Tensor5D;
const special = [NaN, Infinity, -Infinity, 0, -0, 1.5, -2.5, 3e9, -3e9];
const column = (): Tensor => tf.tensor2d(special, [special.length, 1]);
const row = (): Tensor => tf.tensor1d(special);
const whole = (): Tensor => tf.tensor1d([0, 1, -1, 7, -7, 100], "int32");
const holes = (): Tensor =>
  tf.tensor2d([NaN, 1, 2, -Infinity, -Infinity, -Infinity, 3, NaN, 3, NaN, NaN, NaN], [4, 3]);
const booleans = (): Tensor => tf.tensor2d([1, 0, 1, 0, 0, 0], [2, 3], "bool");

const paddings = {
  valid: "valid",
  same: "same",
  "of a number": 1,
  explicit: [
    [0, 0],
    [1, 0],
    [0, 2],
    [0, 0],
  ],
} as const;

const programs: Record<string, Program> = {
  "conv2d, dilated": () => tf.conv2d(image(), filter(), 1, "same", "NHWC", 2),
  "conv2d, channels first": () => tf.conv2d(channelsFirst(), filter(), 2, "valid", "NCHW"),
  "conv2d of no images": () => tf.conv2d(tf.zeros<tf.Rank.R4>([0, 5, 6, 3]), filter(), 1, "valid"),
  "conv2dTranspose, strided": () =>
    tf.conv2dTranspose(image(), numbers([3, 3, 2, 3]) as Tensor4D, [2, 10, 12, 2], 2, "same"),
  "fused conv2d": () =>
    (["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const).map((activation) =>
      tf.fused.conv2d({
        x: image(),
        filter: filter(),
        strides: 1,
        pad: "same",
        bias: tf.tensor1d([1, -1, 0, 2]),
        activation,
        leakyreluAlpha: 0.3,
      }),
    ),
  "fused conv2d, prelu, channels first": () =>
    tf.fused.conv2d({
      x: channelsFirst(),
      filter: filter(),
      strides: 1,
      pad: "valid",
      dataFormat: "NCHW",
      bias: tf.tensor1d([1, -1, 0, 2]),
      activation: "prelu",
      preluActivationWeights: tf.tensor1d([0.1, 0.2, 0.3, 0.4]),
    }),
  "fused depthwiseConv2d": () =>
    tf.fused.depthwiseConv2d({
      x: image(),
      filter: channelFilter(),
      strides: 1,
      pad: "same",
      bias: tf.scalar(0.5),
      activation: "relu",
    }),
  "depthwiseConv2d, dilated": () =>
    tf.depthwiseConv2d(image(), channelFilter(), 1, "same", "NHWC", 2),
  conv3d: () => tf.conv3d(volume(), numbers([2, 3, 2, 2, 3]) as Tensor5D, [1, 2, 1], "same"),
  "conv3d, gradients": () => {
    const f = (x: Tensor, w: Tensor): Tensor =>
      tf.conv3d(x as Tensor5D, w as Tensor5D, [1, 2, 1], "same");
    return tf.grads(f)([volume(), numbers([2, 3, 2, 2, 3])]);
  },
  pool3d: () => [
    tf.maxPool3d(volume(), 2, [1, 2, 1], "same"),
    tf.avgPool3d(volume(), [2, 3, 2], 1, "valid"),
    tf.grad((x) => tf.avgPool3d(x as Tensor5D, 2, 2, "valid"))(volume()),
  ],
  "maxPool of NaN and of infinities": () =>
    tf.maxPool(tf.reshape<tf.Rank.R4>(holes(), [3, 2, 2, 1]), 2, 1, "valid"),
  "gradient of maxPool with equal maxima": () =>
    tf.grad((x) => tf.maxPool(x as Tensor4D, 3, 2, "same"))(tf.round(image())),

  "atan2 of signs, zeros and infinities": () => tf.atan2(column(), row()),
  mod: () => [tf.mod(column(), row()), tf.mod(tf.reshape(whole(), [6, 1]), whole())],
  "floorDiv by 0": () => [
    tf.floorDiv(column(), row()),
    tf.floorDiv(tf.reshape(whole(), [6, 1]), whole()),
  ],
  "pow, int32, negative exponents": () => tf.pow(tf.reshape(whole(), [6, 1]), whole()),
  bitwiseAnd: () => tf.bitwiseAnd(whole(), tf.fill([6], 6, "int32")),
  "cast to int32 of numbers that are none": () => tf.cast(row(), "int32"),
  tan: () => tf.tan(tf.tensor1d([0.3, -1.5707, 100])),
  "where, bool": () => tf.where(booleans(), booleans(), tf.logicalNot(booleans())),
  "sum and prod that overflow": () => {
    const large = tf.tensor1d([2147483647, 2, 3], "int32");
    return [tf.sum(large), tf.prod(large)];
  },
  "max and min of NaN": () => [
    tf.max(holes(), 1),
    tf.min(holes(), 1),
    tf.max(holes()),
    tf.min(holes(), 0, true),
  ],
  "argMax and argMin of NaN": () => [
    tf.argMax(holes(), 1),
    tf.argMin(holes(), 1),
    tf.argMax(holes(), 0),
  ],
  "reductions of nothing": () => [
    tf.max(tf.zeros([0, 3]), 0),
    tf.mean(tf.zeros([0, 3]), 0),
    tf.all(tf.zeros([0, 3], "bool"), 0),
  ],
  cumprod: () => [
    tf.cumprod(numbers([2, 5]), 1),
    tf.cumprod(numbers([2, 5]), 1, true),
    tf.cumprod(numbers([5, 2]), 0, false, true),
    tf.cumprod(whole(), 0, true, true),
    tf.cumprod(tf.tensor1d([5]), 0, true),
  ],
  einsum: () => [
    tf.einsum("bij, bjk -> bik", numbers([2, 3, 4]), numbers([2, 4, 5])),
    tf.einsum("ij->ji", numbers([3, 2])),
    tf.einsum("ij->", numbers([3, 2])),
  ],
  range: () => [tf.range(4, -2), tf.range(0, 1, 0.1), tf.range(0, 5.5, 1.5, "int32")],
  "mirrorPad, symmetric": () =>
    tf.mirrorPad(
      numbers([3, 2]),
      [
        [3, 1],
        [0, 2],
      ],
      "symmetric",
    ),
  "scatterND by single indices": () =>
    tf.scatterND(tf.tensor1d([1, 3, 1], "int32"), tf.tensor1d([1, 2, 4]), [5]),
  sparseToDense: () => [
    tf.sparseToDense(tf.tensor1d([1, 3], "int32"), tf.tensor1d([5, 6]), [5], tf.scalar(-1)),
    tf.sparseToDense(tf.scalar(2, "int32"), tf.scalar(5), [4], tf.scalar(0)),
    tf.sparseToDense(
      tf.tensor2d([0, 1, 1, 0], [2, 2], "int32"),
      tf.scalar(5),
      [2, 2],
      tf.scalar(0),
    ),
  ],
  "unsortedSegmentSum, segments out of range": () =>
    tf.unsortedSegmentSum(tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([0, 5, -1, 2], "int32"), 3),
  diag: () => tf.diag(tf.tensor2d([NaN, 1, 2, 3], [2, 2])),
  batchNorm: () => [
    tf.batchNorm(numbers([2, 3]), tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 2, 3])),
    tf.batchNorm(image(), numbers([3]), tf.tensor1d([1, 2, 3]), numbers([3]), numbers([3]), 0.1),
  ],
  "blocks of an image": () => [
    tf.depthToSpace(numbers([1, 2, 3, 8]) as Tensor4D, 2),
    tf.spaceToBatchND(
      image(),
      [2, 3],
      [
        [1, 0],
        [0, 0],
      ],
    ),
    tf.batchToSpaceND(
      numbers([4, 2, 2, 1]),
      [2, 2],
      [
        [0, 1],
        [1, 0],
      ],
    ),
  ],
  "images flipped and resized": () => [
    tf.image.flipLeftRight(image()),
    tf.image.resizeNearestNeighbor(image(), [7, 4]),
    tf.image.resizeNearestNeighbor(image(), [3, 9], true),
    tf.image.resizeNearestNeighbor(image(), [8, 3], false, true),
  ],
};
for (const [name, pad] of Object.entries(paddings)) {
  const padding = pad as "same"; // all kinds are taken, one at a time
  for (const stride of [1, 2]) {
    const conv = (x: Tensor, w: Tensor): Tensor =>
      tf.conv2d(x as Tensor4D, w as Tensor4D, stride, padding);
    const byChannel = (x: Tensor, w: Tensor): Tensor =>
      tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, stride, padding);
    const pools = [tf.maxPool, tf.avgPool].map((pool) => (x: Tensor): Tensor => {
      return pool(x as Tensor4D, 3, stride, padding);
    });
    const square = (): Tensor4D => numbers([3, 3, 3, 4]) as Tensor4D;
    const kind = `padding ${name}, stride ${stride}`;
    programs[`conv2d and its gradients, ${kind}`] = () => [
      conv(image(), square()),
      ...tf.grads(conv)([image(), square()]),
    ];
    programs[`depthwiseConv2d and its gradients, ${kind}`] = () => [
      byChannel(image(), square()),
      ...tf.grads(byChannel)([image(), square()]),
    ];
    programs[`pools and their gradients, ${kind}`] = () =>
      pools.flatMap((pool) => [pool(image()), tf.grad(pool)(image())]);
  }
}

interface Answer {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function answersOf(program: Program): Answer[] {
  return tf.tidy(() =>
    [program()].flat().map((tensor) => ({
      dtype: tensor.dtype,
      shape: tensor.shape,
      values: Array.from(tensor.dataSync()),
    })),
  );
}

describe("lowerings", () => {
  const notices: string[] = [];
  let previous: NoticeListener;
  beforeAll(() => {
    previous = onNotice((notice) => notices.push(notice));
  });
  afterAll(() => {
    onNotice(previous);
  });

  it.each(Object.entries(programs))("answer as the cpu backend: %s", async (_, program) => {
    await useBackend("cpu");
    const expected = answersOf(program);
    await useBackend("onnx");
    const actual = answersOf(program);
    expect(actual.map(({ dtype, shape }) => ({ dtype, shape }))).toEqual(
      expected.map(({ dtype, shape }) => ({ dtype, shape })),
    );
    actual.forEach(({ values }, i) => {
      values.forEach((value, j) => {
        const wanted = expected[i]!.values[j]!;
        const tolerance = 2e-5 * Math.max(1, Math.abs(wanted));
        const isClose = Object.is(value, wanted) || Math.abs(value - wanted) <= tolerance;
        expect(isClose || value === wanted, `output ${i}[${j}]: ${value}, not ${wanted}`).toBe(
          true,
        );
      });
    });
  });

  it("do not fall back", () => {
    expect(notices).toEqual([]);
  });

  it.each([
    ["shapes that do not broadcast", () => tf.add(tf.ones([2, 3]), tf.ones([2]))],
    ["an inner axis of another length", () => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))],
    ["parts that do not fit", () => tf.concat([tf.ones([2, 3]), tf.ones([2, 2])], 0)],
    ["an index out of range", () => tf.gather(tf.ones([2]), tf.tensor1d([2], "int32"))],
    ["a negative index", () => tf.gather(tf.ones([2]), tf.tensor1d([-1], "int32"))],
  ] as const)("refuse %s as the operation is recorded", async (_, program) => {
    await useBackend("onnx");
    expect(() => tf.tidy(() => program())).toThrow(/got|not in|does not match/);
  });
});

describe("gradients of windows", () => {
  beforeAll(async () => {
    await useBackend("onnx");
  });
  const small = (): Tensor4D => numbers([1, 4, 4, 2]) as Tensor4D;
  const cube = (x: Tensor): Tensor => tf.mul(tf.square(x), x);

  it.each([
    [
      "conv2d",
      (x: Tensor, w: Tensor): Tensor => tf.conv2d(x as Tensor4D, w as Tensor4D, 2, "same"),
      [2, 2, 2, 2],
    ],
    [
      "depthwiseConv2d",
      (x: Tensor, w: Tensor): Tensor => tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, "same"),
      [2, 2, 2, 1],
    ],
  ] as const)("%s, against finite differences", (_, f, shape) => {
    tf.tidy(() => {
      checkGradients((x, w) => cube(f(x, w)), [small(), numbers([...shape])], { order: 1 });
    });
  });

  it.each([
    ["maxPool", (x: Tensor): Tensor => tf.maxPool(x as Tensor4D, 2, 1, "valid")],
    ["avgPool", (x: Tensor): Tensor => tf.avgPool(x as Tensor4D, 2, 1, "valid")],
  ] as const)("%s, against finite differences", (_, f) => {
    tf.tidy(() => {
      checkGradients((x) => cube(f(x)), [small()], { order: 1 });
    });
  });
});
