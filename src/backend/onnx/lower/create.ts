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
    const goesAway = from === to || (from < to && by < 0) || (to < from && by > 1);
    const count = goesAway ? 0 : Math.abs(Math.ceil((to - from) / by));
    const stride = to < from && by === 1 ? -1 : by; // the default step counts down where it must
    return g.sharedInput(
      `range ${from} ${stride} ${count} ${type}`,
      { shape: [count], dtype: type },
      () => progression(valuesOf(type, count) as Float32Array, from, stride),
    );
  },
};

/** Writes `first`, `first + step`, …, each the one before plus the step, as tfjs rounds them. */
function progression(values: Float32Array, first: number, step: number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = i === 0 ? first : values[i - 1]! + step;
  return values;
}
