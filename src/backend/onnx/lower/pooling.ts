// Pools in two and three dimensions, and their gradients.
//
// A gradient spreads each element of the output's gradient over its window, which is a transposed convolution: with equal
// weights for averages; for maxima with one channel for each place in the window, all but that of the maximum 0.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, operand, where } from "../lowering.ts";
import type { KernelAttributes, Lowering, LoweringTable } from "../lowering.ts";
import { sizeOf } from "../node.ts";
import type { GraphNode } from "../node.ts";
import {
  channelsFirst,
  channelsLast,
  slidingsOf,
  transposedAttributes,
  windowAttributes,
} from "./window.ts";
import type { Sliding } from "./window.ts";

/** Describes how the window of a pool slides over an input; undefined if ONNX cannot say it. */
type Describe = (
  inShape: readonly number[],
  attributes: KernelAttributes,
) => readonly Sliding[] | undefined;

/** The gradient of a maximum takes a node for each place in the window; larger windows are left to the cpu backend. */
const MAX_PLACES = 64;

const inImage: Describe = (inShape, attributes) => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as tf.MaxPoolAttrs;
  return slidingsOf(
    tf.backend_util.computePool2DInfo(
      inShape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    ),
  );
};

const inVolume: Describe = (inShape, attributes) => {
  const { filterSize, strides, pad, dimRoundingMode, dataFormat } =
    attributes as unknown as tf.MaxPool3DAttrs;
  if ((dataFormat as string | undefined) === "NCDHW") return undefined;
  return slidingsOf(
    tf.backend_util.computePool3DInfo(
      inShape as [number, number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    ),
  );
};

/** Lowerings of pools and their gradients. */
export const poolingLowerings: LoweringTable = {
  [tf.MaxPool]: pool("MaxPool", inImage),
  [tf.MaxPool3D]: pool("MaxPool", inVolume),
  [tf.AvgPool]: pool("AveragePool", inImage),
  [tf.AvgPool3D]: pool("AveragePool", inVolume),
  [tf.MaxPoolGrad]: gradient(inImage, spreadToMaximum),
  [tf.AvgPoolGrad]: gradient(inImage, spreadEvenly),
  [tf.AvgPool3DGrad]: gradient(inVolume, spreadEvenly),
};

function pool(op: string, describe: Describe): Lowering {
  return (g, operands, attributes) => {
    const x = operand(operands);
    const slidings = describe(x.shape, attributes);
    if (x.dtype !== "float32" || slidings === undefined || !slidings.every(isPoolable)) return;
    // A NaN is never a maximum.
    const images = channelsFirst(g, op === "MaxPool" ? numbersOf(g, x) : x);
    const shape = [...images.shape.slice(0, 2), ...slidings.map(({ output }) => output)];
    const attrs = { kernel_shape: sizesOf(slidings), ...windowAttributes(slidings) };
    return channelsLast(g, g.apply(op, [images], { shape, dtype: x.dtype }, attrs));
  };
}

/** ONNX Runtime refuses windows that may lie in the padding altogether. */
function isPoolable({ before, after, size }: Sliding): boolean {
  return before < size && after < size;
}

/**
 * The gradient of a pool, one channel at a time: [batch · channels, 1, …spatial].
 *
 * @param spread - maps the gradient of the output and the input to the gradient of the input
 */
function gradient(
  describe: Describe,
  spread: (g: Graph, dy: GraphNode, x: GraphNode, slidings: readonly Sliding[]) => GraphNode,
): Lowering {
  return (g, operands, attributes) => {
    const [dy, input] = [operand(operands, "dy"), operand(operands, "input")];
    const slidings = describe(input.shape, attributes);
    if (slidings === undefined || dy.dtype !== "float32" || input.dtype !== "float32") return;
    if (sizeOf(sizesOf(slidings)) > MAX_PLACES) return undefined;
    if (dy.size === 0) return g.fill(0, input);
    const [images, dImages] = [channelsFirst(g, input), channelsFirst(g, dy)];
    const alone = (x: GraphNode): GraphNode => {
      const [batch, channels, ...lengths] = x.shape as [number, number, ...number[]];
      return g.reshape(x, [batch * channels, 1, ...lengths]);
    };
    const dx = spread(g, alone(dImages), alone(images), slidings);
    return channelsLast(g, g.reshape(dx, images.shape));
  };
}

function spreadEvenly(
  g: Graph,
  dy: GraphNode,
  x: GraphNode,
  slidings: readonly Sliding[],
): GraphNode {
  const sizes = sizesOf(slidings);
  const weights = g.fill(1 / sizeOf(sizes), { shape: [1, 1, ...sizes], dtype: "float32" });
  return spreadOver(g, x, [dy, weights], slidings);
}

function spreadToMaximum(
  g: Graph,
  dy: GraphNode,
  x: GraphNode,
  slidings: readonly Sliding[],
): GraphNode {
  const places = placesOf(slidings);
  const values = g.apply(
    "Concat",
    shifted(g, x, slidings, places),
    { shape: [dy.shape[0] as number, places.length, ...dy.shape.slice(2)], dtype: "float32" },
    { axis: 1 },
  );
  // The first of equal ones.
  const maximum = g.apply(
    "ArgMax",
    [values],
    { shape: dy.shape, dtype: "int64" },
    { axis: 1, keepdims: 1 },
  );
  const count = places.length;
  const ones = slidings.map(() => 1);
  const index = g.constant(
    places.map((_, i) => i),
    { shape: [1, count, ...ones], dtype: "int64" },
  );
  const isMaximum = g.cast(broadcast(g, "Equal", [maximum, index], "bool"), "float32");
  const spread = broadcast(g, "Mul", [isMaximum, dy]);
  const sizes = sizesOf(slidings);
  const type = { shape: [count, 1, ...sizes], dtype: "float32" } as const;
  const weights = g.sharedInput(`places ${sizes.join()}`, type, () =>
    Float32Array.from({ length: count * count }, (_, i) => Number(i % (count + 1) === 0)),
  );
  return spreadOver(g, x, [spread, weights], slidings);
}

/** What each place in the window sees, below all numbers in the padding and for NaN, which is never the maximum. */
function shifted(
  g: Graph,
  x: GraphNode,
  slidings: readonly Sliding[],
  places: readonly (readonly number[])[],
): GraphNode[] {
  const padded = padWith(g, numbersOf(g, x), g.scalar(-Infinity, x.dtype), slidings);
  const axes = g.int64s(slidings.map((_, i) => i + 2));
  const strides = g.int64s(slidings.map(({ stride }) => stride));
  const shape = [...x.shape.slice(0, 2), ...slidings.map(({ output }) => output)];
  return places.map((place) => {
    const ends = slidings.map(({ output, stride }, i) => place[i]! + (output - 1) * stride + 1);
    const inputs = [padded, g.int64s(place), g.int64s(ends), axes, strides];
    return g.apply("Slice", inputs, { shape, dtype: "float32" });
  });
}

/** -∞ for NaN. */
function numbersOf(g: Graph, x: GraphNode): GraphNode {
  const isNaN = broadcast(g, "IsNaN", [x], "bool");
  return where(g, isNaN, g.scalar(-Infinity, x.dtype), x);
}

function padWith(
  g: Graph,
  x: GraphNode,
  value: GraphNode,
  slidings: readonly Sliding[],
): GraphNode {
  const { pads } = windowAttributes(slidings);
  if (pads.every((length) => length === 0)) return x;
  const lengths = slidings.map(({ input, before, after }) => input + before + after);
  const count = slidings.length;
  const all = [0, 0, ...pads.slice(0, count), 0, 0, ...pads.slice(count)];
  const shape = [...x.shape.slice(0, 2), ...lengths];
  return g.apply("Pad", [x, g.int64s(all), value], { shape, dtype: x.dtype });
}

/** The transposed convolution whose result has the shape of a given node. */
function spreadOver(
  g: Graph,
  { shape, dtype }: GraphNode,
  inputs: readonly GraphNode[],
  slidings: readonly Sliding[],
): GraphNode {
  return g.apply("ConvTranspose", inputs, { shape, dtype }, transposedAttributes(slidings));
}

/** Positions within the window, in row-major order. */
function placesOf(slidings: readonly Sliding[]): number[][] {
  return slidings.reduce<number[][]>(
    (places, { size }) =>
      places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  );
}

function sizesOf(slidings: readonly Sliding[]): number[] {
  return slidings.map(({ size }) => size);
}
