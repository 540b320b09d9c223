// Layer 2: a convolutional network for supervised tasks on grey images; convolutions are matrix products.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor3D } from "@tensorflow/tfjs-core";
import { convolutionPatches, halvedLength, PATCH_SIZE } from "./convolution-patches.ts";
import type { Network } from "./network.ts";
import { networkOfBlocks } from "./network-of-blocks.ts";
import type { Block, BlockOptions } from "./network-of-blocks.ts";

/** Sizes of a convolutional network, and what its blocks are. */
export interface ConvolutionalNetworkOptions extends BlockOptions {
  /** An input is such an image, row by row. */
  readonly inputShape: readonly [height: number, width: number];
  /** Filters of each block. */
  readonly filters: readonly number[];
  readonly outputs: number;
}

/**
 * Makes a network of blocks, each a convolution by 3 by 3 with stride 2 and SAME padding, a normalisation over items and
 * positions, and a non-linearity; the head works on all positions of the last block. `W{i}` is the kernel
 * `[3, 3, channels, filters]` as `[9*channels, filters]`; it is drawn with fanIn = 9·channels and fanOut = filters.
 *
 * With four blocks of 64 filters, ReLU and batch normalisation it is the convolutional network for Omniglot of
 * Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5.2. Differs from their code: the head sees the positions of
 * the last block one by one, where theirs sees their mean; fanOut is not 9·filters; the normalisation differs as in
 * `mlpNetwork`.
 */
export function convolutionalNetwork({
  inputShape: [height, width],
  filters,
  ...options
}: ConvolutionalNetworkOptions): Network {
  let image = { height, width, channels: 1 };
  const blocks = filters.map((fanOut): Block => {
    const before = image;
    image = {
      height: halvedLength(image.height),
      width: halvedLength(image.width),
      channels: fanOut,
    };
    return {
      fanIn: PATCH_SIZE * before.channels,
      fanOut,
      positions: image.height * image.width,
      arrange: (rows) => patchRows(rows, before),
    };
  });
  return networkOfBlocks({ ...options, inputs: height * width, blocks });
}

/** Numbers of an image. */
interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Makes rows of patches of images, however their numbers lie on the last two axes. @returns `[tasks, n, in]` */
function patchRows(images: Tensor3D, { height, width, channels }: ImageShape): Tensor3D {
  const [tasks] = images.shape;
  const patches = convolutionPatches(tf.reshape(images, [-1, height, width, channels]));
  return tf.reshape(patches, [tasks, -1, PATCH_SIZE * channels]);
}
