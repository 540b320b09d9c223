// Normalisation by given moments.

import * as tf from "@tensorflow/tfjs-core";
import { broadcast, like, operand } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";

/** tfjs's if none is given. */
const VARIANCE_EPSILON = 0.001;

/** Lowerings of normalisations. */
export const batchNormLowerings: LoweringTable = {
  // offset + (x - mean) · scale / √(variance + ε)
  [tf.FusedBatchNorm]: (g, operands, { varianceEpsilon }) => {
    const [x, mean, variance] = ["x", "mean", "variance"].map((name) =>
      operand(operands, name),
    ) as [GraphNode, GraphNode, GraphNode];
    const { scale, offset } = operands;
    const moments = [mean, variance, scale, offset].filter((moment) => moment !== undefined);
    if ([x, ...moments].some(({ dtype }) => dtype !== "float32")) return undefined;
    if (!moments.every(({ shape }) => isSuffix(shape, x.shape))) return undefined;
    const epsilon = g.number((varianceEpsilon as number | undefined) ?? VARIANCE_EPSILON, x.dtype);
    const deviation = like(g, "Sqrt", [like(g, "Add", [variance, epsilon])]);
    const centred = broadcast(g, "Sub", [x, mean]);
    const scaled = scale === undefined ? centred : broadcast(g, "Mul", [centred, scale]);
    const normal = broadcast(g, "Div", [scaled, deviation]);
    return offset === undefined ? normal : broadcast(g, "Add", [normal, offset]);
  },
};

/** Whether a shape is the end of another, so that repeating its elements and broadcasting them are the same. */
function isSuffix(shape: readonly number[], of: readonly number[]): boolean {
  const leading = of.length - shape.length;
  return leading >= 0 && shape.every((size, i) => size === of[leading + i]);
}
