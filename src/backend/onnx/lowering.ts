// What a lowering is: how a kernel of tfjs is said in ONNX operators. The tables in lower/ hold one for each kernel.

import type { Graph } from "./graph.ts";
import { ShapeError } from "../../errors.ts";
import { broadcastShape } from "./rules.ts";
import type { Attributes, ElementType, GraphNode } from "./node.ts";

/** Inputs of a kernel by name; those of kernels with a list of inputs are named 0, 1, …. */
export type Operands = Readonly<Record<string, GraphNode>>;

/** Attributes of a kernel of tfjs. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/**
 * Records a kernel into the graph.
 *
 * @returns the kernel's output or outputs; undefined if these inputs or attributes are left to tfjs's cpu backend
 */
export type Lowering = (
  graph: Graph,
  operands: Operands,
  attributes: KernelAttributes,
) => GraphNode | readonly GraphNode[] | undefined;

/** Lowerings by the name of the kernel. */
export type LoweringTable = Readonly<Record<string, Lowering>>;

/** Applies an operator whose output has the shape and element type of its first input. */
export function like(
  graph: Graph,
  op: string,
  inputs: readonly [GraphNode, ...GraphNode[]],
  attributes?: Attributes,
): GraphNode {
  const { shape, dtype } = inputs[0];
  return graph.apply(op, inputs, { shape, dtype }, attributes);
}

/**
 * Applies an operator that broadcasts its inputs; the output has the element type of the first one, unless given.
 *
 * @throws ShapeError if the shapes do not fit each other
 */
export function broadcast(
  graph: Graph,
  op: string,
  inputs: readonly [GraphNode, ...GraphNode[]],
  dtype: ElementType = inputs[0].dtype,
): GraphNode {
  const shape = broadcastShape(inputs);
  for (const input of inputs) {
    if (!isBroadcastTo(input.shape, shape)) {
      throw new ShapeError(
        `onnx backend: shapes of an operation must broadcast, got ${inputs.map((x) => `[${x.shape.join()}]`).join(" and ")}`,
      );
    }
  }
  return graph.apply(op, inputs, { shape, dtype });
}

function isBroadcastTo(from: readonly number[], to: readonly number[]): boolean {
  const leading = to.length - from.length;
  return from.every((size, i) => size === 1 || size === to[leading + i]);
}

/** The only input of a kernel named `x`. */
export function operand(operands: Operands, name = "x"): GraphNode {
  return operands[name] as GraphNode;
}

/** The inputs of a kernel with a list of inputs, in order. */
export function listOf(operands: Operands): GraphNode[] {
  return Object.values(operands);
}
