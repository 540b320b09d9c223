// Writes a traced function as a standard ONNX model: no operators but the standard's own, names for inputs and outputs.

import { encodeModel } from "./model.ts";
import { CONSTANT, GraphNode, INPUT, PARAMETER } from "./node.ts";
import { linearise } from "./program.ts";
import { swapLastAxes, swappedAxes } from "./products.ts";
import type { TracedFunction } from "./traced.ts";

/** Names of a model's inputs and outputs, in the order of the function's arguments and results. */
export interface ModelNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Encodes a function. What it captured is written into the model. Arguments that it does not use are inputs all the same.
 */
export function exportModel(
  { parameters, results }: TracedFunction,
  names: ModelNames,
): Uint8Array {
  const images = new Map<GraphNode, GraphNode>();
  const { inputs, nodes } = linearise(results);
  for (const node of [...inputs, ...nodes]) images.set(node, standardNode(node, images));
  // An output has a name of its own, even where it is an argument or the same as another output.
  const outputs = results.map((node) => derived("Identity", [images.get(node) as GraphNode], node));
  const { nodes: standardNodes } = linearise(outputs);
  const nameOf = namer();
  parameters.forEach((node, i) => nameOf(node, names.inputs[i]));
  outputs.forEach((node, i) => nameOf(node, names.outputs[i]));
  return encodeModel({ inputs: parameters, nodes: standardNodes, outputs, key: "" }, nameOf);
}

/** Returns a function that gives each node a name of its own: the first that it is asked for, with a number where need be. */
function namer(): (node: GraphNode, wanted?: string) => string {
  const names = new Map<GraphNode, string>();
  const taken = new Set<string>();
  let count = 0;
  return (node, wanted = `node_${count}`) => {
    let name = names.get(node);
    if (name !== undefined) return name;
    name = wanted;
    for (let i = 1; taken.has(name); i++) name = `${wanted}_${i}`;
    names.set(node, name);
    taken.add(name);
    count++;
    return name;
  };
}

/** A node in the standard's operators, made of the images of its inputs. */
function standardNode(node: GraphNode, images: ReadonlyMap<GraphNode, GraphNode>): GraphNode {
  const { op, shape, dtype, values, attributes } = node;
  if (op === PARAMETER || op === CONSTANT) return node;
  if (op === INPUT) {
    const parts = { op: CONSTANT, signature: CONSTANT, inputs: [], shape, dtype };
    return new GraphNode({ ...parts, ...(values && { values }) });
  }
  const inputs = node.inputs.map((input) => images.get(input) as GraphNode);
  if (op !== "FusedMatMul") return derived(op, inputs, node, attributes);
  const factors = inputs.map((x, i) => {
    const perm = { perm: swappedAxes(x.shape.length) };
    const isTransposed = attributes[i === 0 ? "transA" : "transB"] === 1;
    return isTransposed ? derived("Transpose", [x], swapLastAxes(x), perm) : x;
  });
  return derived("MatMul", factors, node);
}

function derived(
  op: string,
  inputs: readonly GraphNode[],
  { shape, dtype }: Pick<GraphNode, "shape" | "dtype">,
  attributes?: GraphNode["attributes"],
): GraphNode {
  const parts = { op, signature: op, inputs, shape, dtype };
  return new GraphNode({ ...parts, ...(attributes && { attributes }) });
}
