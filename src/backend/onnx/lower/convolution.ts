// Convolutions in two and three dimensions, whole and by channel, and their gradients.
//
// Filters of tfjs are [...spatial, inputs, outputs], those of ONNX [outputs, inputs, ...spatial]. The gradient of the input
// is the transposed convolution. The gradient of the filter is a convolution too, in which batch and channels change
// places and the gradient of the output is the filter: strides become dilations.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, operand } from "../lowering.ts";
import type { KernelAttributes, Lowering, LoweringTable } from "../lowering.ts";
import { sameShape } from "../node.ts";
import type { GraphNode } from "../node.ts";
import { activated } from "./activation.ts";
import {
  channelsFirst,
  channelsLast,
  slidingsOf,
  spatialFirst,
  spatialLast,
  swapFirst,
  transposedAttributes,
  windowAttributes,
} from "./window.ts";
import type { Info2D, Info3D, Sliding } from "./window.ts";

/** A convolution as tfjs describes it. */
type ConvInfo = (Info2D | Info3D) & {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly inShape: readonly number[];
  readonly outShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly dataFormat: "channelsLast" | "channelsFirst";
};

/** Describes a convolution given its attributes. */
type Describe = (
  inShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
) => ConvInfo;

/** A convolution with all that its lowering and those of its gradients need. */
interface Convolution {
  readonly info: ConvInfo;
  readonly slidings: readonly Sliding[];
  /** Whether each input channel has filters of its own. */
  readonly byChannel: boolean;
}

/** Kernels of gradients have no dilations. */
type WithoutDilations<Attrs extends { dilations: unknown }> = Omit<Attrs, "dilations"> &
  Partial<Pick<Attrs, "dilations">>;

const whole: Describe = inPlane(false);
const byChannel: Describe = inPlane(true);

/** @param depthwise - whether each input channel has filters of its own; such kernels know one data format only */
function inPlane(depthwise: boolean): Describe {
  return (inShape, filterShape, attributes) => {
    const { strides, dilations, pad, dimRoundingMode, dataFormat } =
      attributes as unknown as WithoutDilations<tf.Conv2DAttrs>;
    return tf.backend_util.computeConv2DInfo(
      inShape as [number, number, number, number],
      filterShape as [number, number, number, number],
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      depthwise,
      depthwise ? "channelsLast" : tf.backend_util.convertConv2DDataFormat(dataFormat),
    );
  };
}

const inVolume: Describe = (inShape, filterShape, attributes) => {
  const { strides, dilations, pad } = attributes as unknown as WithoutDilations<tf.Conv3DAttrs>;
  return tf.backend_util.computeConv3DInfo(
    inShape as [number, number, number, number, number],
    filterShape as [number, number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
  );
};

/** Lowerings of convolutions and their gradients. */
export const convolutionLowerings: LoweringTable = {
  [tf.Conv2D]: convolution(whole),
  [tf.Conv2DBackpropInput]: inputGradient(whole),
  [tf.Conv2DBackpropFilter]: filterGradient(whole),
  [tf.FusedConv2D]: fused(convolution(whole)),
  [tf.DepthwiseConv2dNative]: convolution(byChannel),
  [tf.DepthwiseConv2dNativeBackpropInput]: inputGradient(byChannel),
  [tf.DepthwiseConv2dNativeBackpropFilter]: filterGradient(byChannel),
  [tf.FusedDepthwiseConv2D]: fused(convolution(byChannel)),
  [tf.Conv3D]: convolution(inVolume),
  [tf.Conv3DBackpropInputV2]: inputGradient(inVolume),
  [tf.Conv3DBackpropFilterV2]: filterGradient(inVolume),
};

function convolution(describe: Describe): Lowering {
  return (g, operands, attributes) => {
    const [x, filter] = [operand(operands), operand(operands, "filter")];
    const conv = convolutionOf(describe, x.shape, filter.shape, attributes);
    if (conv === undefined || !areFloats(x, filter)) return undefined;
    const { info, slidings } = conv;
    const type = { shape: info.outShape, dtype: x.dtype };
    if (x.size === 0 || filter.size === 0) return g.fill(0, type);
    const inputs = [image(g, info, x), weights(g, conv, filter)];
    const attrs = { ...windowAttributes(slidings), group: groupsOf(conv) };
    const [batch, channels] = [info.inShape[0] as number, info.outChannels];
    const shape = [batch, channels, ...slidings.map(({ output }) => output)];
    return likeTfjs(g, info, g.apply("Conv", inputs, { shape, dtype: x.dtype }, attrs));
  };
}

function inputGradient(describe: Describe): Lowering {
  return (g, operands, attributes) => {
    const [dy, filter] = [operand(operands, "dy"), operand(operands, "filter")];
    const { inputShape } = attributes as { inputShape: readonly number[] };
    const conv = convolutionOf(describe, inputShape, filter.shape, attributes);
    if (conv === undefined || !areFloats(dy, filter) || isDilated(conv)) return undefined;
    const { info, slidings } = conv;
    if (!sameShape(dy.shape, info.outShape)) return undefined;
    const type = { shape: [...inputShape], dtype: dy.dtype };
    if (dy.size === 0 || filter.size === 0) return g.fill(0, type);
    const inputs = [image(g, info, dy), weights(g, conv, filter)];
    const attrs = { ...transposedAttributes(slidings), group: groupsOf(conv) };
    const [batch, channels] = [inputShape[0] as number, info.inChannels];
    const shape = [batch, channels, ...slidings.map(({ input }) => input)];
    return likeTfjs(g, info, g.apply("ConvTranspose", inputs, { shape, dtype: dy.dtype }, attrs));
  };
}

function filterGradient(describe: Describe): Lowering {
  return (g, operands, attributes) => {
    const [x, dy] = [operand(operands), operand(operands, "dy")];
    const { filterShape } = attributes as { filterShape: readonly number[] };
    const conv = convolutionOf(describe, x.shape, filterShape, attributes);
    if (conv === undefined || !areFloats(x, dy) || isDilated(conv)) return undefined;
    const { info, slidings } = conv;
    if (!sameShape(dy.shape, info.outShape)) return undefined;
    const dtype = x.dtype;
    if (x.size === 0 || dy.size === 0) return g.fill(0, { shape: [...filterShape], dtype });
    const pixels = swapFirst(g, image(g, info, x));
    const [inputs, batch, ...lengths] = pixels.shape as [number, number, ...number[]];
    const groups = groupsOf(conv);
    // With groups, all input channels are in one image, each with its batch.
    const grouped = conv.byChannel ? g.reshape(pixels, [1, inputs * batch, ...lengths]) : pixels;
    const { strides, pads } = windowAttributes(slidings);
    const attrs = { strides: strides.map(() => 1), dilations: strides, pads, group: groups };
    const reached = slidings.map(({ size, unreached }) => size + unreached);
    const shape = [conv.byChannel ? 1 : inputs, info.outChannels, ...reached];
    const product = g.apply(
      "Conv",
      [grouped, swapFirst(g, image(g, info, dy))],
      { shape, dtype },
      attrs,
    );
    const sizes = slidings.map(({ size }) => size);
    const cut = cropped(g, product, sizes);
    const split = g.reshape(cut, [inputs, info.outChannels / groups, ...sizes]);
    return spatialFirst(g, split);
  };
}

/** With a bias, and an activation after it. */
function fused(lower: Lowering): Lowering {
  return (g, operands, attributes) => {
    const product = lower(g, operands, attributes) as GraphNode | undefined;
    const { bias, preluActivationWeights } = operands;
    if (product === undefined) return undefined;
    const aligned = (x: GraphNode | undefined): GraphNode | undefined => {
      const isByChannel = attributes["dataFormat"] === "NCHW" && x?.shape.length === 1;
      return isByChannel ? g.reshape(x, [x.size, 1, 1]) : x;
    };
    const shift = aligned(bias);
    const sum = shift === undefined ? product : broadcast(g, "Add", [product, shift]);
    return activated(g, sum, attributes, aligned(preluActivationWeights));
  };
}

function convolutionOf(
  describe: Describe,
  inShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
): Convolution | undefined {
  const isByChannel = describe === byChannel;
  if (isByChannel && attributes["dataFormat"] === "NCHW") return undefined;
  const info = describe(inShape, filterShape, attributes);
  const slidings = slidingsOf(info);
  return slidings && { info, slidings, byChannel: isByChannel };
}

function groupsOf({ byChannel, info }: Convolution): number {
  return byChannel ? info.inChannels : 1;
}

/** Filters as ONNX has them. By channel, they are [...spatial, channels, filters of each]. */
function weights(g: Graph, { byChannel, info }: Convolution, filter: GraphNode): GraphNode {
  const moved = spatialLast(g, filter);
  if (!byChannel) return swapFirst(g, moved);
  return g.reshape(moved, [info.outChannels, 1, ...moved.shape.slice(2)]);
}

function image(g: Graph, { dataFormat }: ConvInfo, x: GraphNode): GraphNode {
  return dataFormat === "channelsFirst" ? x : channelsFirst(g, x);
}

function likeTfjs(g: Graph, { dataFormat }: ConvInfo, x: GraphNode): GraphNode {
  return dataFormat === "channelsFirst" ? x : channelsLast(g, x);
}

/** The first `sizes` along the axes after the first two. */
function cropped(g: Graph, x: GraphNode, sizes: readonly number[]): GraphNode {
  const shape = [...x.shape.slice(0, 2), ...sizes];
  if (shape.every((size, i) => size === x.shape[i])) return x;
  const axes = sizes.map((_, i) => i + 2);
  const inputs = [x, g.int64s(sizes.map(() => 0)), g.int64s(sizes), g.int64s(axes)];
  return g.apply("Slice", inputs, { shape, dtype: x.dtype });
}

/** tfjs has no gradients of dilated convolutions. */
function isDilated({ slidings }: Convolution): boolean {
  return slidings.some(({ dilation }) => dilation !== 1);
}

function areFloats(...nodes: readonly GraphNode[]): boolean {
  return nodes.every(({ dtype }) => dtype === "float32");
}
