// Kernels on images, [batch, height, width, channels].

import * as tf from "@tensorflow/tfjs-core";
import { operand } from "../lowering.ts";
import type { LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";
import { take } from "./positions.ts";

/** Lowerings of kernels on images. */
export const imageLowerings: LoweringTable = {
  [tf.FlipLeftRight]: (g, operands) => {
    const image = operand(operands, "image");
    const width = image.shape[2] as number;
    const columns = Array.from({ length: width }, (_, i) => width - 1 - i);
    return take(g, image, 2, columns, `reversed ${width}`);
  },

  [tf.ResizeNearestNeighbor]: (g, operands, attributes) => {
    const { size, alignCorners, halfPixelCenters } =
      attributes as unknown as tf.ResizeNearestNeighborAttrs;
    const images = operand(operands, "images");
    if (images.size === 0) return undefined;
    return size.reduce((x: GraphNode, length, i) => {
      const old = x.shape[i + 1] as number;
      const nearest = nearestOf(old, length, alignCorners, halfPixelCenters);
      const key = `nearest ${old} ${length} ${alignCorners} ${halfPixelCenters}`;
      return take(g, x, i + 1, nearest, key);
    }, images);
  },
};

/** The element that each of `length` elements of a resized axis takes, as tfjs rounds. */
function nearestOf(
  old: number,
  length: number,
  alignCorners: boolean,
  halfPixelCenters: boolean,
): number[] {
  const isAligned = alignCorners && length > 1;
  const ratio = isAligned ? (old - 1) / (length - 1) : old / length;
  return Array.from({ length }, (_, i) => {
    const position = ratio * (halfPixelCenters ? i + 0.5 : i);
    return Math.min(old - 1, alignCorners ? Math.round(position) : Math.floor(position));
  });
}
