// Gradients of non-linearities. Most stock registrations save the output; these recompute it from the input, so that an
// outer derivative sees how it depends on the input. Where equal operations are one node, that costs nothing.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwise } from "./gradient.ts";
import type { Gradient } from "./gradient.ts";

/** Gradients of Exp, Tanh, Sigmoid, Relu and Elu. */
export const activationGradients: readonly Gradient[] = [
  // d exp(x) = exp(x) dx
  elementwise(tf.Exp, (x) => tf.exp(x)),

  // d tanh(x) = (1 - tanh²x) dx
  elementwise(tf.Tanh, (x) => tf.sub(1, tf.square(tf.tanh(x)))),

  // d σ(x) = σ(x) (1 - σ(x)) dx
  elementwise(tf.Sigmoid, (x) => {
    const y = tf.sigmoid(x);
    return tf.mul(y, tf.sub(1, y));
  }),

  // d relu(x) = dx where x > 0, 0 elsewhere; a comparison is cheaper than the stock gradient's step
  elementwise(tf.Relu, (x) => tf.cast(tf.greater(x, 0), "float32")),

  // d elu(x) = dx where x > 0, exp(x) dx elsewhere
  elementwise(tf.Elu, (x) => {
    const negative: Tensor = tf.minimum(x, 0); // exp of a large positive x would be infinite, and inf · 0 is NaN
    return tf.where(tf.greater(x, 0), tf.onesLike(x), tf.exp(negative));
  }),
];
