// Kernels that reduce axes.

import * as tf from "@tensorflow/tfjs-core";
import { like, operand } from "../lowering.ts";
import type { Graph } from "../graph.ts";
import type { Lowering, LoweringTable } from "../lowering.ts";
import type { ElementType, GraphNode } from "../node.ts";

/** Lowerings of reductions. */
export const reduceLowerings: LoweringTable = {
  [tf.Sum]: reduction("ReduceSum", 0, { bool: "int32" }),
  [tf.Mean]: reduction("ReduceMean", NaN, { bool: "float32", int32: "float32" }),
  [tf.Prod]: reduction("ReduceProd", 1, { bool: "int32" }),
  [tf.Max]: reduction("ReduceMax", -Infinity),
  [tf.Min]: reduction("ReduceMin", Infinity),
  [tf.Any]: logicalReduction("ReduceMax"),
  [tf.All]: logicalReduction("ReduceMin"),
  [tf.ArgMax]: argReduction("ArgMax"),
  [tf.ArgMin]: argReduction("ArgMin"),

  [tf.Cumsum]: (g, operands, { axis, exclusive, reverse }) => {
    const x = operand(operands);
    if (x.dtype === "bool" || x.shape.length === 0) return undefined;
    const along = g.scalar(axisOf(axis as number, x), "int64");
    const flags = { exclusive: Number(exclusive === true), reverse: Number(reverse === true) };
    return like(g, "CumSum", [x, along], flags);
  },

  [tf.Softmax]: (g, operands, { dim }) =>
    normalised(g, operand(operands, "logits"), "Softmax", dim),
  [tf.LogSoftmax]: (g, operands, { axis }) =>
    normalised(g, operand(operands, "logits"), "LogSoftmax", axis),
};

/**
 * A reduction over the axes that the attributes name.
 *
 * @param empty - the result over no elements
 * @param casts - the type in which a type is reduced, where it is another
 */
function reduction(
  op: string,
  empty: number,
  casts: Readonly<Partial<Record<ElementType, ElementType>>> = {},
): Lowering {
  return (g, operands, { axis, reductionIndices, keepDims }) => {
    const input = operand(operands);
    const x = g.cast(input, casts[input.dtype] ?? input.dtype);
    if (x.dtype === "bool") return undefined;
    return reduce(g, op, x, axis ?? reductionIndices, keepDims === true, empty);
  };
}

function logicalReduction(op: string): Lowering {
  return (g, operands, { axis, keepDims }) => {
    const x = g.cast(operand(operands), "int32");
    const empty = op === "ReduceMax" ? 0 : 1;
    return g.cast(reduce(g, op, x, axis, keepDims === true, empty), "bool");
  };
}

function reduce(
  g: Graph,
  op: string,
  x: GraphNode,
  axis: unknown,
  keepDims: boolean,
  empty: number,
): GraphNode {
  const axes = tf.util
    .parseAxisParam(axis as number | number[], [...x.shape])
    .sort((a, b) => a - b);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const shape = keepDims ? kept : x.shape.filter((_, i) => !axes.includes(i));
  const type = { shape, dtype: x.dtype };
  if (x.size === 0) return g.fill(empty, type);
  if (axes.every((i) => x.shape[i] === 1)) return g.reshape(x, shape);
  return g.apply(op, [x, g.int64s(axes)], type, { keepdims: Number(keepDims) });
}

function argReduction(op: string): Lowering {
  return (g, operands, { axis }) => {
    const x = operand(operands);
    if (x.dtype === "bool" || x.size === 0) return undefined;
    const [along] = tf.util.parseAxisParam(axis as number, [...x.shape]) as [number];
    const shape = x.shape.filter((_, i) => i !== along);
    const indices = g.apply(op, [x], { shape, dtype: "int64" }, { axis: along, keepdims: 0 });
    return g.cast(indices, "int32");
  };
}

function normalised(g: Graph, x: GraphNode, op: string, axis: unknown): GraphNode | undefined {
  if (x.dtype !== "float32" || x.shape.length === 0) return undefined;
  return like(g, op, [x], { axis: axisOf(axis as number, x) });
}

function axisOf(axis: number, { shape }: GraphNode): number {
  return axis < 0 ? axis + shape.length : axis;
}
