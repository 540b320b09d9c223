// Layer 2: the patches that a convolution with a 3 by 3 kernel and stride 2 sees, so that it is a matrix product, of which
// derivatives of any order exist.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D, Tensor5D } from "@tensorflow/tfjs-core";

/** Positions of an image that a patch covers: 3 by 3. */
export const PATCH_SIZE = 9;

/** The length of an axis after a convolution with stride 2 and SAME padding: half, rounded up. */
export function halvedLength(length: number): number {
  return Math.ceil(length / 2);
}

/**
 * Cuts images into overlapping patches of 3 by 3, every second row and column, with TensorFlow's SAME padding by zeros: none
 * before the first row of an even number of them, one before that of an odd number.
 *
 * `patches · K` is the convolution with the kernel `[3, 3, channels, out]`, where K is that kernel as
 * `[9*channels, out]`. Made of padding, slices, concatenations and reshapes only; differentiable.
 *
 * @param images - `[n, height, width, channels]`
 * @returns `[n, ⌈height/2⌉, ⌈width/2⌉, 9*channels]`; a patch has its rows one after another
 */
export function convolutionPatches(images: Tensor4D): Tensor4D {
  const [n, height, width, channels] = images.shape;
  const [rows, columns] = [halvedLength(height), halvedLength(width)];
  const padded = tf.pad(images, [[0, 0], paddingOf(height), paddingOf(width), [0, 0]]);
  // Two columns of a patch are neighbours already, as half a row of pairs: the third is the first of the next pair.
  const tall = 2 * rows + 2;
  const pairs = tf.reshape(padded, [n, tall, columns + 1, 2 * channels]);
  const strips = tf.concat(
    [
      tf.slice(pairs, [0, 0, 0, 0], [n, tall, columns, 2 * channels]),
      tf.slice(pairs, [0, 0, 1, 0], [n, tall, columns, channels]),
    ],
    3,
  ); // [n, 2*rows+2, columns, 3*channels]
  const pairsOfRows: Tensor5D = tf.reshape(strips, [n, rows + 1, 2, columns, 3 * channels]);
  const rowsFrom = (pair: number, parity: number): Tensor4D =>
    tf.reshape(
      tf.slice(pairsOfRows, [0, pair, parity, 0, 0], [n, rows, 1, columns, 3 * channels]),
      [n, rows, columns, 3 * channels],
    );
  return tf.concat([rowsFrom(0, 0), rowsFrom(0, 1), rowsFrom(1, 0)], 3);
}

/** Zeros before and after an axis: SAME padding, and one more after, so that the padded length 2⌈length/2⌉ + 2 is even. */
function paddingOf(length: number): [number, number] {
  return [length % 2, 2];
}
