// Kernels that put elements at indices.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, like, operand, where } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";
import { positions } from "./positions.ts";

/** Lowerings of scattering kernels. */
export const scatterLowerings: LoweringTable = {
  // Equal indices add up.
  [tf.ScatterNd]: (g, operands, { shape }) => {
    const [indices, updates] = [operand(operands, "indices"), operand(operands, "updates")];
    if (updates.dtype === "bool") return undefined;
    return scatterAdd(g, indices, updates, shape as number[]);
  },
  [tf.TensorScatterUpdate]: (g, operands) => {
    const [tensor, indices] = [operand(operands, "tensor"), operand(operands, "indices")];
    const updates = operand(operands, "updates");
    if (updates.size === 0) return tensor;
    return like(g, "ScatterND", [tensor, g.cast(asVectors(g, indices), "int64"), updates]);
  },

  // Segments out of range are dropped: they go to one segment more, which is cut off.
  [tf.UnsortedSegmentSum]: (g, operands, { numSegments }) => {
    const [x, ids] = [operand(operands), operand(operands, "segmentIds")];
    if (x.dtype === "bool") return undefined;
    const count = numSegments as number;
    const end = g.scalar(count, "int32");
    const isNegative = broadcast(g, "Less", [ids, g.scalar(0, "int32")], "bool");
    const rows = like(g, "Min", [where(g, isNegative, end, ids), end]);
    const inner = x.shape.slice(ids.shape.length);
    const updates = g.reshape(x, [ids.size, ...inner]);
    const sums = scatterAdd(g, g.reshape(rows, [ids.size, 1]), updates, [count + 1, ...inner]);
    const starts = [g.int64s([0]), g.int64s([count]), g.int64s([0])];
    return g.apply("Slice", [sums, ...starts], { shape: [count, ...inner], dtype: x.dtype });
  },

  [tf.SparseToDense]: (g, operands, { outputShape }) => {
    const [indices, values] = [
      operand(operands, "sparseIndices"),
      operand(operands, "sparseValues"),
    ];
    const rest = operand(operands, "defaultValue");
    if (values.dtype !== rest.dtype || values.size === 0) return undefined;
    const shape = [...(outputShape as number[])];
    const vectors = asVectors(g, indices);
    const [count, depth] = vectors.shape as [number, number];
    const updates = g.expand(values, [count, ...shape.slice(depth)]);
    return like(g, "ScatterND", [g.expand(rest, shape), g.cast(vectors, "int64"), updates]);
  },

  // The elements where row and column are the same, 0 elsewhere.
  [tf.Diag]: (g, operands) => {
    const x = operand(operands);
    if (x.dtype === "bool") return undefined;
    const row = positions(g, x.size);
    const isDiagonal = broadcast(g, "Equal", [g.reshape(row, [x.size, 1]), row], "bool");
    const elements = [isDiagonal, g.reshape(x, [x.size]), g.scalar(0, x.dtype)] as const;
    return g.reshape(broadcast(g, "Where", elements, x.dtype), [...x.shape, ...x.shape]);
  },
};

function scatterAdd(
  g: Graph,
  indices: GraphNode,
  updates: GraphNode,
  shape: readonly number[],
): GraphNode {
  const zeros = g.fill(0, { shape: [...shape], dtype: updates.dtype });
  if (updates.size === 0) return zeros;
  const inputs = [zeros, g.cast(asVectors(g, indices), "int64"), updates];
  return g.apply(
    "ScatterND",
    inputs,
    { shape: [...shape], dtype: updates.dtype },
    { reduction: "add" },
  );
}

/** Indices into the first axis may come without an axis of their own. */
function asVectors(g: Graph, indices: GraphNode): GraphNode {
  return indices.shape.length > 1 ? indices : g.reshape(indices, [indices.size, 1]);
}
