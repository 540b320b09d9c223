// Gradients of Softmax and LogSoftmax, recomputed from the logits.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Gradient } from "./gradient.ts";

/** Gradients of Softmax and LogSoftmax along their axis. */
export const softmaxGradients: readonly Gradient[] = [
  // d softmax = p ∘ (dy - Σ p ∘ dy)
  {
    kernelName: tf.Softmax,
    saves: ["logits"],
    backward: (dy, [logits], attrs) => ({
      logits: () => {
        const axis = attrs["dim"] as number;
        const p = tf.softmax(logits as Tensor, axis);
        const weighted = tf.mul(dy, p);
        return tf.sub(weighted, tf.mul(p, tf.sum(weighted, axis, true)));
      },
    }),
  },

  // d log softmax = dy - p Σ dy
  {
    kernelName: tf.LogSoftmax,
    saves: ["logits"],
    backward: (dy, [logits], attrs) => ({
      logits: () => {
        const axis = attrs["axis"] as number;
        return tf.sub(dy, tf.mul(tf.softmax(logits as Tensor, axis), tf.sum(dy, axis, true)));
      },
    }),
  },
];
