// Gradients of kernels of two broadcast operands whose stock registration is wrong: Pow saves its output; Maximum,
// Minimum and SquaredDifference forget to sum over broadcast axes.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sumToShape } from "./gradient.ts";
import type { Gradient } from "./gradient.ts";

/** Gradients of Pow, Maximum, Minimum and SquaredDifference. */
export const binaryGradients: readonly Gradient[] = [
  // d aᵇ = b aᵇ⁻¹ da + aᵇ log a db
  operands(
    tf.Pow,
    (a, b) => {
      // Where b is 0 the derivative is 0, though aᵇ⁻¹ is infinite at a = 0.
      const lowered = tf.where(tf.equal(b, 0), tf.onesLike(b), tf.sub(b, 1));
      return tf.mul(b, tf.pow(a, lowered));
    },
    (a, b) => {
      // log a is defined for a > 0 only; elsewhere the derivative in b is taken as 0, as in the stock gradient.
      const isPositive = tf.greater(a, 0);
      const logA = tf.log(tf.where(isPositive, a, tf.onesLike(a)));
      return tf.mul(tf.pow(a, b), logA);
    },
  ),

  // Where a = b the whole gradient goes to a.
  operands(
    tf.Maximum,
    (a, b) => tf.cast(tf.greaterEqual(a, b), "float32"),
    (a, b) => tf.cast(tf.less(a, b), "float32"),
  ),
  operands(
    tf.Minimum,
    (a, b) => tf.cast(tf.lessEqual(a, b), "float32"),
    (a, b) => tf.cast(tf.greater(a, b), "float32"),
  ),

  // d (a - b)² = 2 (a - b) (da - db)
  operands(
    tf.SquaredDifference,
    (a, b) => tf.mul(tf.sub(a, b), 2),
    (a, b) => tf.mul(tf.sub(b, a), 2),
  ),
];

function operands(
  kernelName: string,
  derivativeA: (a: Tensor, b: Tensor) => Tensor,
  derivativeB: (a: Tensor, b: Tensor) => Tensor,
): Gradient {
  return {
    kernelName,
    saves: ["a", "b"],
    backward: (dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor];
      const [floatA, floatB] = [tf.cast(a, "float32"), tf.cast(b, "float32")];
      return {
        a: () => sumToShape(tf.mul(dy, derivativeA(floatA, floatB)), a.shape),
        b: () => sumToShape(tf.mul(dy, derivativeB(floatA, floatB)), b.shape),
      };
    },
  };
}
