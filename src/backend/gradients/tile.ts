// Gradients of Tile and BroadcastTo as one sum, where Tile's stock gradient is a chain of slices for ranks up to 4.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sumToShape } from "./gradient.ts";
import type { Gradient } from "./gradient.ts";

/** Gradients of Tile and BroadcastTo. */
export const tileGradients: readonly Gradient[] = [
  {
    kernelName: tf.Tile,
    saves: ["x"],
    backward: (dy, [x], attrs) => ({
      x: () => sumRepetitions(dy, (x as Tensor).shape, attrs["reps"] as number[]),
    }),
  },
  {
    kernelName: tf.BroadcastTo,
    saves: ["x"],
    backward: (dy, [x]) => ({ x: () => sumToShape(dy, (x as Tensor).shape) }),
  },
];

/** Splits each tiled axis of `dy` into `[repetitions, size]` and sums over the repetitions. */
function sumRepetitions(dy: Tensor, shape: readonly number[], reps: readonly number[]): Tensor {
  const split: number[] = [];
  const repeated: number[] = [];
  shape.forEach((size, i) => {
    const times = reps[i] as number;
    if (times !== 1) {
      repeated.push(split.length);
      split.push(times);
    }
    if (times === 1 || size !== 1) split.push(size);
  });
  const summed = repeated.length > 0 ? tf.sum(tf.reshape(dy, split), repeated) : dy;
  return tf.reshape(summed, [...shape]);
}
