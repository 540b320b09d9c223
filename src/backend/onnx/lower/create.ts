// Kernels that make tensors from nothing.

import * as tf from "@tensorflow/tfjs-core";
import type { DataType } from "@tensorflow/tfjs-core";
import { operand } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import { valuesOf } from "../node.ts";
import type { ElementType } from "../node.ts";

/** Lowerings of kernels without differentiable inputs. */
export const createLowerings: LoweringTable = {
  [tf.Fill]: (g, _operands, { shape, value, dtype }) => {
    const type = (dtype as DataType | undefined) ?? tf.util.inferDtype(value as number);
    if (type === "string" || type === "complex64") return undefined;
    return g.fill(value as number, { shape: [...(shape as number[])], dtype: type });
  },
  [tf.OnesLike]: (g, operands) => g.fill(1, operand(operands)),
  [tf.ZerosLike]: (g, operands) => g.fill(0, operand(operands)),

  [tf.Range]: (g, _operands, { start, stop, step, dtype }) => {
    const [from, to, by] = [start, stop, step] as [number, number, number];
    const type = dtype as ElementType;
    const goesAway = from === to || from < to !== by > 0;
    const count = goesAway ? 0 : Math.ceil(Math.abs((to - from) / by));
    return g.sharedInput(`range ${from} ${to} ${by} ${type}`, { shape: [count], dtype: type }, () =>
      valuesOf(
        type,
        Array.from({ length: count }, (_, i) => from + i * by),
      ),
    );
  },
};
