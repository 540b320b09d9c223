// Matrix products.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";
import { activated } from "./activation.ts";

/** Lowerings of matrix products. */
export const matMulLowerings: LoweringTable = {
  [tf.BatchMatMul]: (g, { a, b }, { transposeA, transposeB }) =>
    matMul(g, a as GraphNode, b as GraphNode, transposeA === true, transposeB === true),

  [tf._FusedMatMul]: (g, { a, b, bias, preluActivationWeights }, attributes) => {
    const { transposeA, transposeB } = attributes;
    const product = matMul(
      g,
      a as GraphNode,
      b as GraphNode,
      transposeA === true,
      transposeB === true,
    );
    if (product === undefined) return undefined;
    const x = bias === undefined ? product : broadcast(g, "Add", [product, bias]);
    return activated(g, x, attributes, preluActivationWeights);
  },
};

function matMul(
  g: Graph,
  a: GraphNode,
  b: GraphNode,
  transposeA: boolean,
  transposeB: boolean,
): GraphNode | undefined {
  if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  const rows = a.shape.at(transposeA ? -1 : -2) as number;
  const inner = a.shape.at(transposeA ? -2 : -1) as number;
  const columns = b.shape.at(transposeB ? -2 : -1) as number;
  tf.util.assert(
    inner === b.shape.at(transposeB ? -1 : -2),
    () =>
      `matMul: inner axes must be equal, got [${a.shape.join()}]${transposeA ? "ᵀ" : ""} and [${b.shape.join()}]${transposeB ? "ᵀ" : ""}`,
  );
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const type = { shape: [...batch, rows, columns], dtype: a.dtype };
  if (inner === 0) return g.fill(0, type);
  if (!transposeA && !transposeB) return g.apply("MatMul", [a, b], type);
  const flags = { transA: Number(transposeA), transB: Number(transposeB) };
  return g.apply("FusedMatMul", [a, b], type, flags);
}
