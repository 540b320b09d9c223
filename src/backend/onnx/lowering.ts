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
  attributes?: Attributes,
): GraphNode {
  const shape = broadcastShape(inputs);
  for (const input of inputs) {
    if (!isBroadcastTo(input.shape, shape)) {
      throw new ShapeError(
        `onnx backend: shapes of an operation must broadcast, got ${inputs.map((x) => `[${x.shape.join()}]`).join(" and ")}`,
      );
    }
  }
  return graph.apply(op, inputs, { shape, dtype }, attributes);
}

function isBroadcastTo(from: readonly number[], to: readonly number[]): boolean {
  const leading = to.length - from.length;
  return from.every((size, i) => size === 1 || size === to[leading + i]);
}

/**
 * Converts floats to int32 as tfjs does: NaN and infinities to 0, numbers out of range by the low bits. The operator in the
 * middle keeps ONNX Runtime from taking the two conversions for one, which differs.
 */
export function toInt32(graph: Graph, x: GraphNode): GraphNode {
  const lowBits = graph.scalar(0xffffffff, "int64");
  return graph.cast(like(graph, "BitwiseAnd", [graph.cast(x, "int64"), lowBits]), "int32");
}

/** Chooses elements of `t` where a condition holds and of `e` elsewhere, broadcast. ONNX Runtime has no choice of booleans. */
export function where(graph: Graph, condition: GraphNode, t: GraphNode, e: GraphNode): GraphNode {
  if (t.dtype !== "bool") return broadcast(graph, "Where", [condition, t, e], t.dtype);
  const [first, second] = [graph.cast(t, "int32"), graph.cast(e, "int32")];
  return graph.cast(broadcast(graph, "Where", [condition, first, second], "int32"), "bool");
}

/** The only input of a kernel named `x`. */
export function operand(operands: Operands, name = "x"): GraphNode {
  return operands[name] as GraphNode;
}

/** The inputs of a kernel with a list of inputs, in order. */
export function listOf(operands: Operands): GraphNode[] {
  return Object.values(operands);
}
