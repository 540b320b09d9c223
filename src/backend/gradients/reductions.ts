// Gradients of reductions. Those of Sum and Mean are broadcasts, where the stock ones multiply by a materialised tensor
// of ones; those of Max and Min recompute the extremum from the input; Cumsum's stock gradient transposes by mistake.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { keptShape } from "./gradient.ts";
import type { Attributes, Gradient } from "./gradient.ts";

/** Gradients of Sum, Mean, Max, Min and Cumsum. */
export const reductionGradients: readonly Gradient[] = [
  {
    kernelName: tf.Sum,
    saves: ["x"],
    backward: (dy, [x], attrs) => ({
      x: () => broadcastBack(dy, x as Tensor, attrs["axis"]),
    }),
  },
  {
    kernelName: tf.Mean,
    saves: ["x"],
    backward: (dy, [x], attrs) => ({
      x: () => {
        const ratio = dy.size / (x as Tensor).size; // 1 / number of averaged elements
        return broadcastBack(tf.mul(dy, ratio), x as Tensor, attrs["axis"]);
      },
    }),
  },
  extremum(tf.Max, (x, axes) => tf.max(x, axes, true), "reductionIndices"),
  extremum(tf.Min, (x, axes) => tf.min(x, axes, true), "axis"),
  {
    kernelName: tf.Cumsum,
    saves: [],
    backward: (dy, _saved, attrs) => ({
      x: () => {
        const { axis, exclusive, reverse } = attrs as unknown as CumsumAttributes;
        return tf.cumsum(dy, axis, exclusive, !reverse);
      },
    }),
  },
];

interface CumsumAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Spreads a reduced gradient over the elements that were reduced. */
function broadcastBack(dy: Tensor, x: Tensor, axes: unknown): Tensor {
  if (x.size === 0) return tf.zeros(x.shape);
  return tf.broadcastTo(tf.reshape(dy, keptShape(x.shape, axes)), x.shape);
}

/** The gradient goes to the elements that equal the extremum, in full to each of several equal ones. */
function extremum(
  kernelName: string,
  reduce: (x: Tensor, axes: number[]) => Tensor,
  axesName: "reductionIndices" | "axis",
): Gradient {
  return {
    kernelName,
    saves: ["x"],
    backward: (dy, saved, attrs: Attributes) => ({
      x: () => {
        const [x] = saved as [Tensor];
        const axes = attrs[axesName] as number[];
        const isExtremum = tf.cast(tf.equal(x, reduce(x, axes)), "float32");
        return tf.mul(tf.reshape(dy, keptShape(x.shape, axes)), isExtremum);
      },
    }),
  };
}
