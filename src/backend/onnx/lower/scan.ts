// Kernels that accumulate along an axis.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { like, operand } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";

/** Lowerings of accumulating kernels. */
export const scanLowerings: LoweringTable = {
  [tf.Cumsum]: (g, operands, { axis, exclusive, reverse }) => {
    const x = operand(operands);
    if (x.dtype === "bool" || x.shape.length === 0) return undefined;
    const along = g.scalar(axisOf(axis as number, x), "int64");
    const flags = { exclusive: Number(exclusive === true), reverse: Number(reverse === true) };
    return like(g, "CumSum", [x, along], flags);
  },

  // By doubling: after step k each element is the product of the 2ᵏ elements up to it.
  [tf.Cumprod]: (g, operands, { axis, exclusive, reverse }) => {
    const x = operand(operands);
    if (x.dtype === "bool" || x.shape.length === 0 || x.size === 0) return undefined;
    const along = axisOf(axis as number, x);
    const isReverse = reverse === true;
    let products = exclusive === true ? shifted(g, x, along, 1, isReverse) : x;
    for (let distance = 1; distance < (x.shape[along] as number); distance *= 2) {
      products = like(g, "Mul", [products, shifted(g, products, along, distance, isReverse)]);
    }
    return products;
  },
};

/** The elements moved along an axis, the places that become free filled with ones. */
function shifted(
  g: Graph,
  x: GraphNode,
  axis: number,
  distance: number,
  backwards: boolean,
): GraphNode {
  const length = x.shape[axis] as number;
  const lengthOf = (part: number): number[] => x.shape.map((size, i) => (i === axis ? part : size));
  const [from, to] = backwards ? [distance, length] : [0, length - distance];
  const kept = g.apply("Slice", [x, g.int64s([from]), g.int64s([to]), g.int64s([axis])], {
    shape: lengthOf(length - distance),
    dtype: x.dtype,
  });
  const ones = g.fill(1, { shape: lengthOf(distance), dtype: x.dtype });
  const parts = kept.size === 0 ? [ones] : backwards ? [kept, ones] : [ones, kept];
  if (parts.length === 1) return ones;
  return g.apply("Concat", parts, { shape: x.shape, dtype: x.dtype }, { axis });
}

function axisOf(axis: number, { shape }: GraphNode): number {
  return axis < 0 ? axis + shape.length : axis;
}
