// Kernels that move elements without changing them.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { listOf, operand } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";
import { take } from "./positions.ts";

/** The end of a slice that runs backwards through the first element; ONNX clamps it. */
const BEFORE_FIRST = -2147483648;

/** Lowerings of kernels that rearrange elements. */
export const arrangeLowerings: LoweringTable = {
  [tf.Transpose]: (g, operands, { perm }) => {
    const x = operand(operands);
    const axes = perm as number[];
    const shape = axes.map((axis) => x.shape[axis] as number);
    return g.apply("Transpose", [x], { shape, dtype: x.dtype }, { perm: [...axes] });
  },

  [tf.Tile]: (g, operands, { reps }) => {
    const x = operand(operands);
    const times = reps as number[];
    const shape = x.shape.map((size, i) => size * (times[i] as number));
    const isExpansion = x.shape.every((size, i) => size === 1 || times[i] === 1);
    if (isExpansion && !shape.includes(0)) return g.expand(x, shape);
    return g.apply("Tile", [x, g.int64s(times)], { shape, dtype: x.dtype });
  },
  [tf.BroadcastTo]: (g, operands, { shape }) =>
    g.expand(operand(operands), [...(shape as number[])]),

  [tf.Slice]: (g, operands, { begin, size }) => {
    const x = operand(operands);
    const info = shapeOf(x);
    const [from = [], sizes = []] = tf.slice_util.parseSliceParams(
      info,
      begin as number[],
      size as number[],
    );
    tf.slice_util.assertParamsValid(info, from, sizes);
    return slice(g, x, from, sizes);
  },

  [tf.StridedSlice]: (g, operands, attributes) => {
    const x = operand(operands);
    const { begin, end, strides, ...masks } = attributes as unknown as tf.StridedSliceAttrs;
    const info = tf.slice_util.sliceInfo(
      [...x.shape],
      begin,
      end,
      strides,
      masks.beginMask,
      masks.endMask,
      masks.ellipsisMask,
      masks.newAxisMask,
      masks.shrinkAxisMask,
    );
    if (info.isIdentity) return g.reshape(x, info.finalShape);
    const sizes = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    const shape = sizes.map((size) => Math.max(size, 0)); // they may be -0
    const ends = info.end.map((e, i) =>
      (info.strides[i] as number) < 0 && e < 0 ? BEFORE_FIRST : e,
    );
    const sliced = sliceBy(g, x, shape, info.begin, ends, info.strides);
    return g.reshape(sliced, info.finalShape.map(Math.abs));
  },

  [tf.Reverse]: (g, operands, { dims }) => {
    const x = operand(operands);
    const reversed = tf.util.parseAxisParam(dims as number[], [...x.shape]);
    const isReversed = x.shape.map((_, i) => reversed.includes(i));
    return sliceBy(
      g,
      x,
      x.shape,
      x.shape.map((size, i) => (isReversed[i] ? size - 1 : 0)),
      x.shape.map((size, i) => (isReversed[i] ? BEFORE_FIRST : size)),
      isReversed.map((reverse) => (reverse ? -1 : 1)),
    );
  },

  [tf.Concat]: (g, operands, { axis }) => {
    const all = listOf(operands);
    const first = all[0] as GraphNode;
    const [along] = tf.util.parseAxisParam(axis as number, [...first.shape]) as [number];
    tf.backend_util.assertParamsConsistent(
      all.map((x) => [...x.shape]),
      along,
    );
    return all.every((x) => x.dtype === first.dtype) ? concat(g, all, along) : undefined;
  },
  [tf.Pack]: (g, operands, { axis }) => {
    const all = listOf(operands);
    const first = all[0] as GraphNode;
    const along =
      (axis as number) < 0 ? (axis as number) + first.shape.length + 1 : (axis as number);
    const shape = [...first.shape.slice(0, along), 1, ...first.shape.slice(along)];
    for (const x of all) tf.util.assertShapesMatch([...x.shape], [...first.shape], "stack: ");
    if (!all.every((x) => x.dtype === first.dtype)) return undefined;
    return concat(
      g,
      all.map((x) => g.reshape(x, shape)),
      along,
    );
  },
  [tf.Unpack]: (g, operands, { axis }) => {
    const x = operand(operands, "value");
    const [along] = tf.util.parseAxisParam(axis as number, [...x.shape]) as [number];
    const shape = x.shape.filter((_, i) => i !== along);
    const ones = new Array<number>(x.shape[along] as number).fill(1);
    return split(g, x, ones, along).map((part) => g.reshape(part, shape));
  },
  [tf.SplitV]: (g, operands, { numOrSizeSplits, axis }) => {
    const x = operand(operands);
    const [along] = tf.util.parseAxisParam(axis as number, [...x.shape]) as [number];
    const info = shapeOf(x);
    const sizes = tf.backend_util.prepareSplitSize(info, numOrSizeSplits as number[], along);
    return split(g, x, sizes, along);
  },

  [tf.PadV2]: (g, operands, { paddings, constantValue }) => {
    const x = operand(operands);
    const pairs = paddings as [number, number][];
    if (pairs.every(([before, after]) => before === 0 && after === 0)) return x;
    const shape = x.shape.map((size, i) => size + pairs[i]![0] + pairs[i]![1]);
    const value = g.scalar((constantValue as number | undefined) ?? 0, x.dtype);
    if (x.size === 0) return g.expand(value, shape);
    const pads = g.int64s([...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)]);
    return g.apply("Pad", [x, pads, value], { shape, dtype: x.dtype });
  },
  [tf.MirrorPad]: (g, operands, { paddings, mode }) => {
    const x = operand(operands);
    if (x.size === 0) return undefined;
    const pairs = paddings as [number, number][];
    if (mode === "symmetric") {
      return pairs.reduce((padded: GraphNode, [before, after], axis) => {
        const length = x.shape[axis] as number;
        const key = `mirrored ${before} ${length} ${after}`;
        const isPadded = before > 0 || after > 0;
        return isPadded ? take(g, padded, axis, mirrored(before, length, after), key) : padded;
      }, x);
    }
    const shape = x.shape.map((size, i) => size + pairs[i]![0] + pairs[i]![1]);
    const pads = g.int64s([...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)]);
    return g.apply("Pad", [x, pads], { shape, dtype: x.dtype }, { mode: "reflect" });
  },
};

/** 0, …, length-1 with the first and the last ones repeated outwards, like in a mirror at either edge. */
function mirrored(before: number, length: number, after: number): number[] {
  return Array.from({ length: before + length + after }, (_, i) => {
    const place = i - before;
    if (place < 0) return -place - 1;
    return place < length ? place : 2 * length - 1 - place;
  });
}

/** What slice_util and backend_util read of a tensor. */
function shapeOf({ shape }: GraphNode): tf.Tensor {
  return { shape: [...shape], rank: shape.length } as tf.Tensor;
}

function slice(
  g: Graph,
  x: GraphNode,
  begin: readonly number[],
  sizes: readonly number[],
): GraphNode {
  const ends = begin.map((from, i) => from + (sizes[i] as number));
  return sliceBy(
    g,
    x,
    sizes,
    begin,
    ends,
    begin.map(() => 1),
  );
}

/** Slices the axes that are not taken whole. */
function sliceBy(
  g: Graph,
  x: GraphNode,
  shape: readonly number[],
  begin: readonly number[],
  end: readonly number[],
  strides: readonly number[],
): GraphNode {
  const axes = x.shape
    .map((_, i) => i)
    .filter((i) => strides[i] !== 1 || begin[i] !== 0 || shape[i] !== x.shape[i]);
  if (axes.length === 0) return x;
  const of = (values: readonly number[]): GraphNode =>
    g.int64s(axes.map((i) => values[i] as number));
  const inputs = [x, of(begin), of(end), g.int64s(axes), of(strides)];
  return g.apply("Slice", inputs, { shape: [...shape], dtype: x.dtype });
}

function concat(g: Graph, all: readonly GraphNode[], axis: number): GraphNode {
  const first = all[0] as GraphNode;
  const parts = all.filter((x) => x.size > 0);
  if (parts.length === 1) return parts[0] as GraphNode;
  const length = all.reduce((sum, x) => sum + (x.shape[axis] as number), 0);
  const shape = first.shape.map((size, i) => (i === axis ? length : size));
  return g.apply("Concat", parts, { shape, dtype: first.dtype }, { axis });
}

function split(g: Graph, x: GraphNode, sizes: readonly number[], axis: number): GraphNode[] {
  let begin = 0;
  return sizes.map((size) => {
    const from = x.shape.map((_, i) => (i === axis ? begin : 0));
    const shape = x.shape.map((whole, i) => (i === axis ? size : whole));
    begin += size;
    return slice(g, x, from, shape);
  });
}
