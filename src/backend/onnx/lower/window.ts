// Windows that slide over the spatial axes of an image or a volume, as convolutions and pools have them, and the axes'
// order: tfjs keeps channels last, ONNX first.

import type { Graph } from "../graph.ts";
import type { Attributes, GraphNode } from "../node.ts";

/** How a window slides along one axis. */
export interface Sliding {
  /** Length of the axis. */
  readonly input: number;
  /** Number of places of the window. */
  readonly output: number;
  /** Elements in the window. */
  readonly size: number;
  readonly stride: number;
  /** Distance of neighbouring elements of the window. */
  readonly dilation: number;
  /** Elements of padding before the first. */
  readonly before: number;
  /** Elements of padding after the last. */
  readonly after: number;
  /** Elements at the end that no place of the window reaches, fewer than the stride. */
  readonly unreached: number;
}

/** What tfjs computes of a convolution or pool in two dimensions, as far as it is used here. */
export interface Info2D {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padInfo: { readonly top: number; readonly left: number };
}

/** {@link Info2D} with one dimension more. */
export interface Info3D extends Info2D {
  readonly inDepth: number;
  readonly outDepth: number;
  readonly filterDepth: number;
  readonly strideDepth: number;
  readonly dilationDepth: number;
  readonly padInfo: Info2D["padInfo"] & { readonly front: number };
}

/** Returns how the window slides along each axis; undefined if ONNX cannot say it. */
export function slidingsOf(info: Info2D | Info3D): readonly Sliding[] | undefined {
  const slidings = [
    sliding(
      [info.inHeight, info.outHeight, info.filterHeight],
      [info.strideHeight, info.dilationHeight, info.padInfo.top],
    ),
    sliding(
      [info.inWidth, info.outWidth, info.filterWidth],
      [info.strideWidth, info.dilationWidth, info.padInfo.left],
    ),
  ];
  if ("inDepth" in info) {
    slidings.unshift(
      sliding(
        [info.inDepth, info.outDepth, info.filterDepth],
        [info.strideDepth, info.dilationDepth, info.padInfo.front],
      ),
    );
  }
  return slidings.every(isSayable) ? slidings : undefined;
}

function sliding(
  [input, output, size]: readonly [number, number, number],
  [stride, dilation, before]: readonly [number, number, number],
): Sliding {
  const reach = (output - 1) * stride + (size - 1) * dilation + 1;
  const excess = reach - before - input;
  const [after, unreached] = [Math.max(excess, 0), Math.max(-excess, 0)];
  return { input, output, size, stride, dilation, before, after, unreached };
}

/** ONNX puts the window wherever it fits; tfjs leaves places out where it rounds a size in its own way. */
function isSayable({ unreached, stride, before }: Sliding): boolean {
  return unreached < stride && before >= 0;
}

/** The attributes of an ONNX operator with a sliding window. */
export function windowAttributes(
  slidings: readonly Sliding[],
): Readonly<Record<"strides" | "dilations" | "pads", readonly number[]>> {
  return {
    strides: slidings.map(({ stride }) => stride),
    dilations: slidings.map(({ dilation }) => dilation),
    pads: [...slidings.map(({ before }) => before), ...slidings.map(({ after }) => after)],
  };
}

/** The attributes of the ConvTranspose that undoes a sliding window. */
export function transposedAttributes(slidings: readonly Sliding[]): Attributes {
  const padding = slidings.map(({ unreached }) => unreached);
  return { ...windowAttributes(slidings), output_padding: padding };
}

/** Moves axes: axis i of the result is axis `perm[i]` of `x`. */
export function permute(g: Graph, x: GraphNode, perm: readonly number[]): GraphNode {
  const shape = perm.map((axis) => x.shape[axis] as number);
  return g.apply("Transpose", [x], { shape, dtype: x.dtype }, { perm });
}

/** [batch, …spatial, channels] to [batch, channels, …spatial] */
export function channelsFirst(g: Graph, x: GraphNode): GraphNode {
  const rank = x.shape.length;
  return permute(g, x, [0, rank - 1, ...spatial(rank).map((axis) => axis - 1)]);
}

/** [batch, channels, …spatial] to [batch, …spatial, channels] */
export function channelsLast(g: Graph, x: GraphNode): GraphNode {
  return permute(g, x, [0, ...spatial(x.shape.length), 1]);
}

/** [batch, channels, …spatial] to [channels, batch, …spatial], and back; likewise inputs and outputs of filters. */
export function swapFirst(g: Graph, x: GraphNode): GraphNode {
  return permute(g, x, [1, 0, ...spatial(x.shape.length)]);
}

/** [first, second, …spatial] to [...spatial, first, second] */
export function spatialFirst(g: Graph, x: GraphNode): GraphNode {
  return permute(g, x, [...spatial(x.shape.length), 0, 1]);
}

/** [...spatial, first, second] to [first, second, …spatial] */
export function spatialLast(g: Graph, x: GraphNode): GraphNode {
  const rank = x.shape.length;
  return permute(g, x, [rank - 2, rank - 1, ...spatial(rank).map((axis) => axis - 2)]);
}

/** The axes after the first two. */
function spatial(rank: number): number[] {
  return Array.from({ length: rank - 2 }, (_, i) => i + 2);
}
