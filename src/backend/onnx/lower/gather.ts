// Kernels that look elements up by index.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, operand, where } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import { sizeOf } from "../node.ts";
import type { ElementType, GraphNode } from "../node.ts";
import { positions } from "./positions.ts";

/** Lowerings of gathering kernels. */
export const gatherLowerings: LoweringTable = {
  [tf.GatherV2]: (g, operands, { axis, batchDims }) => {
    const [x, indices] = [operand(operands), operand(operands, "indices")];
    const [along] = tf.util.parseAxisParam(axis as number, [...x.shape]) as [number];
    const batched = (batchDims as number | undefined) ?? 0;
    if (x.size === 0) return undefined;
    const infos = [infoOf(x), infoOf(indices)] as const;
    tf.backend_util.segment_util.collectGatherOpShapeInfo(...infos, along, batched); // checks them
    checkIndices(indices, x.shape[along] as number);
    return gather(g, x, indices, along, batched < 0 ? batched + indices.shape.length : batched);
  },

  [tf.GatherNd]: (g, operands) => {
    const [params, indices] = [operand(operands, "params"), operand(operands, "indices")];
    if (params.size === 0) return undefined;
    const [shape] = tf.backend_util.prepareAndValidate(infoOf(params), infoOf(indices));
    return g.apply("GatherND", [params, g.cast(indices, "int64")], { shape, dtype: params.dtype });
  },

  // onValue where the index is the position, offValue elsewhere: for an index out of range, everywhere.
  [tf.OneHot]: (g, operands, { depth, onValue, offValue, dtype }) => {
    const indices = operand(operands, "indices");
    const type = ((dtype as string | undefined) ?? "int32") as ElementType;
    const column = g.reshape(indices, [...indices.shape, 1]);
    const isOn = broadcast(g, "Equal", [column, positions(g, depth as number)], "bool");
    if (onValue === 1 && offValue === 0) return g.cast(isOn, type);
    const [on, off] = [g.scalar(onValue as number, type), g.scalar(offValue as number, type)];
    return where(g, isOn, on, off);
  },
};

/**
 * Gathers slices along an axis. Batch axes are folded into the gathered one: index i of batch b is index b·size + i of
 * all batches in one list.
 */
function gather(
  g: Graph,
  x: GraphNode,
  indices: GraphNode,
  axis: number,
  batchDims: number,
): GraphNode {
  const { dtype } = x;
  const counted = indices.shape.slice(batchDims);
  const shape = [...x.shape.slice(0, axis), ...counted, ...x.shape.slice(axis + 1)];
  if (batchDims === 0) return g.apply("Gather", [x, indices], { shape, dtype }, { axis });

  const size = x.shape[axis] as number;
  const batch = sizeOf(x.shape.slice(0, batchDims));
  const outer = sizeOf(x.shape.slice(batchDims, axis));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const count = sizeOf(counted);
  const perm = { perm: [0, 2, 1, 3] };
  const split = g.reshape(x, [batch, outer, size, inner]);
  const byRow = g.apply("Transpose", [split], { shape: [batch, size, outer, inner], dtype }, perm);
  const firstRows = broadcast(g, "Mul", [positions(g, batch), g.scalar(size, "int32")]);
  const flat = broadcast(g, "Add", [
    g.reshape(indices, [batch, count]),
    g.reshape(firstRows, [batch, 1]),
  ]);
  const rows = g.reshape(byRow, [batch * size, outer, inner]);
  const type = { shape: [batch, count, outer, inner], dtype };
  const gathered = g.apply("Gather", [rows, flat], type, { axis: 0 });
  const byAxis = { shape: [batch, outer, count, inner], dtype };
  return g.reshape(g.apply("Transpose", [gathered], byAxis, perm), shape);
}

/** Checks indices that are known; ONNX Runtime checks others, but counts negative ones from the end. */
function checkIndices(indices: GraphNode, length: number): void {
  const wrong = (indices.values as Int32Array | undefined)?.find((i) => i < 0 || i >= length);
  tf.util.assert(
    wrong === undefined,
    () => `GatherV2: the index value ${String(wrong)} is not in [0, ${length - 1}]`,
  );
}

/** What the checks of tfjs read of a tensor. */
function infoOf({ shape, dtype }: GraphNode): tf.Tensor {
  return { shape: [...shape], rank: shape.length, dtype } as tf.Tensor;
}
