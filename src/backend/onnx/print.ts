// The graph as text, for people and for snapshot tests.

import { attributeText } from "./graph.ts";
import { CONSTANT, INPUT } from "./node.ts";
import type { GraphNode } from "./node.ts";
import { linearise } from "./program.ts";

/**
 * Prints the operations that lead to some nodes, one a line, in the order in which they run; the nodes asked for are
 * marked with `->`.
 *
 * ```text
 *    %0 = Input : float32[2,3]
 *    %1 = Tanh(%0) : float32[2,3]
 * -> %2 = ReduceSum(%1, [1], keepdims=0) : float32[2]
 * ```
 */
export function printGraph(outputs: readonly GraphNode[]): string {
  const { inputs, nodes } = linearise(outputs);
  const lines = [...inputs, ...nodes].filter((node) => node.op !== CONSTANT);
  const names = new Map(lines.map((node, i) => [node, `%${i}`]));
  const name = (node: GraphNode): string => names.get(node) ?? constantText(node);
  return lines
    .map((node) => {
      const mark = outputs.includes(node) ? "->" : "  ";
      const type = `${node.dtype}[${node.shape.join()}]`;
      return `${mark} ${name(node)} = ${node.op}${operands(node, name)} : ${type}`;
    })
    .join("\n");
}

function operands(node: GraphNode, name: (node: GraphNode) => string): string {
  if (node.op === INPUT) return "";
  const attributes = Object.entries(node.attributes).map(
    ([key, value]) => `${key}=${attributeText(value)}`,
  );
  return `(${[...node.inputs.map(name), ...attributes].join(", ")})`;
}

function constantText({ shape, values }: GraphNode): string {
  const elements = Array.from(values ?? [], Number).join(", ");
  return shape.length === 0 ? elements : `[${elements}]`;
}
