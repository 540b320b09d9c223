// Gradients of GatherV2, GatherNd and ScatterNd. Gathering and scattering with addition are each other's transpose, so
// each gradient is the other operation and derivatives of any order exist. The stock GatherV2 gradient needs
// UnsortedSegmentSum, which the wasm backend lacks, and takes one batch axis at most; the other two have none.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Attributes, Gradient, InputGradients } from "./gradient.ts";

/** Gradients of GatherV2, GatherNd and ScatterNd. Indices have gradient 0. */
export const gatherGradients: readonly Gradient[] = [
  {
    kernelName: tf.GatherV2,
    saves: ["x", "indices"],
    backward: (dy: Tensor, saved: readonly Tensor[], attrs: Attributes): InputGradients => {
      const [x, indices] = saved as [Tensor, Tensor];
      const { axis, batchDims } = attrs as { axis: number; batchDims?: number };
      return {
        x: () => scatterAlongAxis(dy, indices, x.shape, axis, batchDims ?? 0),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
  {
    kernelName: tf.GatherNd,
    saves: ["params", "indices"],
    backward: (dy: Tensor, saved: readonly Tensor[]): InputGradients => {
      const [params, indices] = saved as [Tensor, Tensor];
      return {
        params: () => tf.scatterND(indices, dy, params.shape),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
  {
    kernelName: tf.ScatterNd,
    saves: ["indices"],
    backward: (dy: Tensor, saved: readonly Tensor[]): InputGradients => {
      const [indices] = saved as [Tensor];
      return {
        updates: () => tf.gatherND(dy, indices),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
];

/** Adds the slices of `dy` to the positions along `axis` that they were gathered from. */
function scatterAlongAxis(
  dy: Tensor,
  indices: Tensor,
  shape: readonly number[],
  axis: number,
  batchDims: number,
): Tensor {
  const at = axis < 0 ? axis + shape.length : axis;
  const batch = product(shape.slice(0, batchDims));
  const outer = product(shape.slice(batchDims, at));
  const size = shape[at] as number;
  const inner = product(shape.slice(at + 1));
  const count = indices.size / batch;

  // Rows of all batches in one list: row `index` of batch b is row `b * size + index`.
  const firstRows = tf.mul(tf.range(0, batch, 1, "int32"), tf.scalar(size, "int32"));
  const rows = tf.add(tf.reshape(indices, [batch, count]), tf.reshape(firstRows, [batch, 1]));
  const byRow = tf.transpose(tf.reshape(dy, [batch, outer, count, inner]), [0, 2, 1, 3]);
  const scattered = tf.scatterND(
    tf.reshape(rows, [batch * count, 1]),
    tf.reshape(byRow, [batch * count, outer, inner]),
    [batch * size, outer, inner],
  );
  const byAxis = tf.transpose(tf.reshape(scattered, [batch, size, outer, inner]), [0, 2, 1, 3]);
  return tf.reshape(byAxis, [...shape]);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
