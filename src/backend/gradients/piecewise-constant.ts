// Gradients of comparisons, logic and index look-ups: 0. tfjs registers few of them, so that the derivative of a
// gradient that holds a comparison (clipping, maximum, a masked loss) fails with "gradient function not found".

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Gradient } from "./gradient.ts";

const binaryKernels = [
  tf.Equal,
  tf.NotEqual,
  tf.Less,
  tf.LessEqual,
  tf.Greater,
  tf.GreaterEqual,
  tf.LogicalAnd,
  tf.LogicalOr,
];

const unaryKernels = [tf.LogicalNot, tf.Any, tf.All, tf.ArgMax, tf.ArgMin];

/** Gradients that are 0 in every input. */
export const piecewiseConstantGradients: readonly Gradient[] = [
  ...binaryKernels.map((kernelName) => zeroGradient(kernelName, ["a", "b"])),
  ...unaryKernels.map((kernelName) => zeroGradient(kernelName, ["x"])),
];

function zeroGradient(kernelName: string, saves: readonly string[]): Gradient {
  return {
    kernelName,
    saves,
    backward: (_dy, saved) =>
      Object.fromEntries(
        saves.map((name, i) => [name, () => tf.fill((saved[i] as Tensor).shape, 0)]),
      ),
  };
}
