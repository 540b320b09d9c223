// Activations that fused kernels end with.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { like } from "../lowering.ts";
import type { KernelAttributes } from "../lowering.ts";
import type { GraphNode } from "../node.ts";
import { unaryLowerings } from "./unary.ts";

/** Kernels of the activations by the name that fused kernels know them by. */
const activations: Readonly<Record<string, string>> = {
  elu: tf.Elu,
  leakyrelu: tf.LeakyRelu,
  relu: tf.Relu,
  relu6: tf.Relu6,
  sigmoid: tf.Sigmoid,
};

/**
 * Applies the activation that a fused kernel's attributes name.
 *
 * @param alpha - the slopes of `prelu`
 * @returns undefined if the activation is not known
 */
export function activated(
  g: Graph,
  x: GraphNode,
  { activation, leakyreluAlpha }: KernelAttributes,
  alpha: GraphNode | undefined,
): GraphNode | undefined {
  if (activation === undefined || activation === null || activation === "linear") return x;
  if (activation === "prelu") return alpha && like(g, "PRelu", [x, alpha]);
  const lower = unaryLowerings[activations[activation as string] ?? ""];
  return lower?.(g, { x }, { alpha: leakyreluAlpha }) as GraphNode | undefined;
}
