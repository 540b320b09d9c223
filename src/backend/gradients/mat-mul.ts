// Gradient of BatchMatMul. The stock one does not sum over batch axes along which an operand was broadcast.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sumToShape } from "./gradient.ts";
import type { Gradient } from "./gradient.ts";

/** Gradient of BatchMatMul, with broadcast batch axes and either operand transposed. */
export const matMulGradient: Gradient = {
  kernelName: tf.BatchMatMul,
  saves: ["a", "b"],
  backward: (dy, saved, attrs) => {
    const [a, b] = saved as [Tensor, Tensor];
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    // y = A B  =>  dA = dy Bᵀ, dB = Aᵀ dy, where A = aᵀ or B = bᵀ if transposed; then da = (dA)ᵀ = B dyᵀ.
    const gradientA = (): Tensor =>
      transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB);
    const gradientB = (): Tensor =>
      transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false);
    return {
      a: () => sumToShape(gradientA(), a.shape),
      b: () => sumToShape(gradientB(), b.shape),
    };
  },
};
