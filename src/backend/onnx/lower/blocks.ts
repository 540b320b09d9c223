// Kernels that move blocks of an image between its spatial axes and batch or channels.

import * as tf from "@tensorflow/tfjs-core";
import { operand } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import { arrangeLowerings } from "./arrange.ts";
import { permute } from "./window.ts";
import type { GraphNode } from "../node.ts";

const { getPermuted, getReshaped, getReshapedPermuted } = tf.backend_util;
const { getSliceBeginCoords, getSliceSize } = tf.backend_util;

/** Lowerings of kernels that move blocks. */
export const blockLowerings: LoweringTable = {
  // [batch, height, width, block, block, depth] with the blocks moved into the image
  [tf.DepthToSpace]: (g, operands, { blockSize, dataFormat }) => {
    const x = operand(operands);
    if (dataFormat !== "NHWC" || x.dtype !== "float32") return undefined;
    const [batch, height, width, depth] = x.shape as [number, number, number, number];
    const block = blockSize as number;
    const rest = depth / (block * block);
    const split = g.reshape(x, [batch, height, width, block, block, rest]);
    const moved = permute(g, split, [0, 1, 3, 2, 4, 5]);
    return g.reshape(moved, [batch, height * block, width * block, rest]);
  },

  [tf.SpaceToBatchND]: (g, operands, { blockShape, paddings }) => {
    const x = operand(operands);
    const block = [...(blockShape as number[])];
    const inner = x.shape.slice(1 + block.length).map(() => [0, 0]);
    const pads = { paddings: [[0, 0], ...(paddings as number[][]), ...inner], constantValue: 0 };
    const padded = arrangeLowerings[tf.PadV2]!(g, operands, pads) as GraphNode;
    const shape = [...padded.shape];
    const size = tf.util.sizeFromShape(block);
    const split = g.reshape(padded, getReshaped(shape, block, size, false));
    const moved = permute(g, split, getPermuted(split.shape.length, block.length, false));
    return g.reshape(moved, getReshapedPermuted(shape, block, size, false));
  },

  [tf.BatchToSpaceND]: (g, operands, { blockShape, crops }) => {
    const x = operand(operands);
    const block = [...(blockShape as number[])];
    const shape = [...x.shape];
    const size = tf.util.sizeFromShape(block);
    const split = g.reshape(x, getReshaped(shape, block, size));
    const moved = permute(g, split, getPermuted(split.shape.length, block.length));
    const whole = g.reshape(moved, getReshapedPermuted(shape, block, size));
    const cut = crops as number[][];
    return arrangeLowerings[tf.Slice]!(
      g,
      { x: whole },
      {
        begin: getSliceBeginCoords(cut, block.length),
        size: getSliceSize([...whole.shape], cut, block.length),
      },
    );
  },
};
