// Kernels that reduce axes.

import * as tf from "@tensorflow/tfjs-core";
import { broadcast, like, operand, where } from "../lowering.ts";
import type { Graph } from "../graph.ts";
import type { Lowering, LoweringTable } from "../lowering.ts";
import type { ElementType, GraphNode } from "../node.ts";

/** Lowerings of reductions. */
export const reduceLowerings: LoweringTable = {
  [tf.Sum]: accumulation("ReduceSum", 0),
  [tf.Mean]: reduction("ReduceMean", 0, { bool: "float32", int32: "float32" }),
  [tf.Prod]: accumulation("ReduceProd", 1),
  [tf.Max]: extremum("ReduceMax"),
  [tf.Min]: extremum("ReduceMin"),
  [tf.Any]: logicalReduction("ReduceMax"),
  [tf.All]: logicalReduction("ReduceMin"),
  [tf.ArgMax]: argReduction("ArgMax", -Infinity),
  [tf.ArgMin]: argReduction("ArgMin", Infinity),

  [tf.Softmax]: (g, operands, { dim }) =>
    normalised(g, operand(operands, "logits"), "Softmax", dim),
  [tf.LogSoftmax]: (g, operands, { axis }) =>
    normalised(g, operand(operands, "logits"), "LogSoftmax", axis),
};

/**
 * A reduction over the axes that the attributes name.
 *
 * @param empty - tfjs's result over no elements; integers have 0 for NaN
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

/** A sum or product. Integers wrap around, as in tfjs, where ONNX Runtime's reductions of int32 stop at the largest. */
function accumulation(op: string, empty: number): Lowering {
  const reduced = reduction(op, empty, { bool: "int64", int32: "int64" });
  return (g, operands, attributes) => {
    const result = reduced(g, operands, attributes) as GraphNode;
    return g.cast(result, result.dtype === "int64" ? "int32" : result.dtype);
  };
}

/** NaN where an element is, as in tfjs; ONNX Runtime's reductions may pass over it. */
function extremum(op: string): Lowering {
  const reduced = reduction(op, NaN);
  const any = logicalReduction("ReduceMax");
  return (g, operands, attributes) => {
    const x = operand(operands);
    const result = reduced(g, operands, attributes) as GraphNode | undefined;
    if (x.dtype !== "float32" || x.size === 0 || result === undefined) return result;
    const isNaN = broadcast(g, "IsNaN", [x], "bool");
    const { axis, reductionIndices, keepDims } = attributes; // one or the other
    const hasNaN = any(g, { x: isNaN }, { axis: axis ?? reductionIndices, keepDims }) as GraphNode;
    return where(g, hasNaN, g.scalar(NaN, x.dtype), result);
  };
}

function logicalReduction(op: string): Lowering {
  return (g, operands, { axis, keepDims }) => {
    const x = g.cast(operand(operands), "int32");
    return g.cast(reduce(g, op, x, axis, keepDims === true, 0), "bool");
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

/** @param lowest - the value that every other one beats */
function argReduction(op: string, lowest: number): Lowering {
  return (g, operands, { axis }) => {
    const x = operand(operands);
    if (x.dtype === "bool" || x.size === 0) return undefined;
    const [along] = tf.util.parseAxisParam(axis as number, [...x.shape]) as [number];
    const shape = x.shape.filter((_, i) => i !== along);
    const ranked = x.dtype === "float32" ? withoutNaN(g, x, along, lowest) : x;
    const indices = g.apply(op, [ranked], { shape, dtype: "int64" }, { axis: along, keepdims: 0 });
    return g.cast(indices, "int32");
  };
}

/** A NaN loses against every other element, except that one in the first place stays: nothing compares as better. */
function withoutNaN(g: Graph, x: GraphNode, axis: number, lowest: number): GraphNode {
  const length = x.shape[axis] as number;
  const shape = x.shape.map((size, i) => (i === axis ? size : 1));
  const dtype = "float32";
  const substitutes = g.sharedInput(
    `ranks of NaN ${lowest} ${shape.join()}`,
    { shape, dtype },
    () => new Float32Array(length).fill(lowest).fill(-lowest, 0, 1),
  );
  const isNaN = broadcast(g, "IsNaN", [x], "bool");
  return where(g, isNaN, substitutes, x);
}

function normalised(g: Graph, x: GraphNode, op: string, axis: unknown): GraphNode | undefined {
  if (x.dtype !== "float32" || x.shape.length === 0) return undefined;
  return like(g, op, [x], { axis: axisOf(axis as number, x) });
}

function axisOf(axis: number, { shape }: GraphNode): number {
  return axis < 0 ? axis + shape.length : axis;
}
