// Sums of products over named axes.

import * as tf from "@tensorflow/tfjs-core";
import { listOf } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";

/** Lowering of Einstein summation. */
export const einsumLowerings: LoweringTable = {
  [tf.Einsum]: (g, operands, { equation }) => {
    const inputs = listOf(operands);
    if (inputs.some(({ dtype, size }) => dtype !== "float32" || size === 0)) return undefined;
    const text = equation as string;
    const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(
      text,
      inputs.length,
    );
    const infos = inputs.map(({ shape }) => ({ shape: [...shape] }) as tf.Tensor);
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, infos);
    const lengths: number[] = [];
    idDims.forEach((dims, i) => {
      dims.forEach((dim, axis) => {
        lengths[dim] = inputs[i]!.shape[axis] as number;
      });
    });
    const shape = lengths.slice(0, allDims.length - summedDims.length);
    return g.apply(
      "Einsum",
      inputs,
      { shape, dtype: "float32" },
      { equation: text.replace(/\s/g, "") },
    );
  },
};
