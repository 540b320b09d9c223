// A part of the graph as a straight list of operations, with a key that equal programs share.

import { CONSTANT, isFed } from "./node.ts";
import type { GraphNode } from "./node.ts";

/** What one model computes. */
export interface Program {
  /** Nodes whose values are fed, each once. Input i of the model is `inputs[i]`. */
  readonly inputs: readonly GraphNode[];
  /** Operators and constants, each after its inputs. */
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly GraphNode[];
  /** Programs with the same key differ in nothing but the values of their inputs. */
  readonly key: string;
}

let programs = 0;

/** Lists the nodes that some nodes depend on, depth first, so that equal graphs give equal lists. */
export function linearise(outputs: readonly GraphNode[]): Program {
  const program = ++programs;
  const inputs: GraphNode[] = [];
  const nodes: GraphNode[] = [];
  const key: string[] = [];
  // A node stays on the stack until its inputs have their positions. Inputs count -1, -2, …, nodes 0, 1, ….
  const stack = [...outputs].reverse();
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    if (node.program === program) {
      stack.pop();
      continue;
    }
    const open = stack.length;
    for (let i = node.inputs.length - 1; i >= 0; i--) {
      const input = node.inputs[i]!;
      if (input.program !== program) stack.push(input);
    }
    if (stack.length > open) continue;
    stack.pop();
    node.program = program;
    if (isFed(node)) {
      inputs.push(node);
      node.position = -inputs.length;
      key.push(node.signature);
    } else {
      node.position = nodes.length;
      nodes.push(node);
      key.push(node.op === CONSTANT ? node.signature : applicationKey(node));
    }
  }
  key.push(`-> ${outputs.map((node) => node.position).join()}`);
  return { inputs, nodes, outputs, key: key.join("\n") };
}

function applicationKey(node: GraphNode): string {
  let key = node.signature;
  for (const input of node.inputs) key += `,${input.position}`;
  return key;
}
