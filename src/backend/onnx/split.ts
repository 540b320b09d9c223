// Partial evaluation: a function of arguments of which some are known early, as two functions. The early one computes
// everything that does not depend on the late arguments.

import { CONSTANT, GraphNode, isFed, parameter } from "./node.ts";
import { linearise } from "./program.ts";
import type { TracedFunction } from "./traced.ts";

/** A function in two parts. */
export interface SplitFunction {
  /** From the early arguments to what the late part needs of them. */
  readonly early: TracedFunction;
  /** From the early arguments, the results of `early` and the late arguments, in this order, to the results. */
  readonly late: TracedFunction;
}

/**
 * Splits a function.
 *
 * @param count - how many of the arguments are early; they come first
 */
export function splitFunction(
  { parameters, results }: TracedFunction,
  count: number,
): SplitFunction {
  const earlyParameters = parameters.slice(0, count);
  const lateParameters = parameters.slice(count);
  /** Nodes that depend on late arguments, and their copies in the late part. */
  const copies = new Map<GraphNode, GraphNode>(lateParameters.map((node) => [node, node]));
  /** Nodes that the early part computes, and what stands for them in the late part. */
  const standIns = new Map<GraphNode, GraphNode>();
  const inLatePart = (node: GraphNode): GraphNode => {
    const copy = copies.get(node) ?? standIns.get(node);
    if (copy !== undefined) return copy;
    if (isFed(node) || node.op === CONSTANT) return node;
    const standIn = parameter(node);
    standIns.set(node, standIn);
    return standIn;
  };
  for (const node of linearise(results).nodes) {
    if (!node.inputs.some((input) => copies.has(input))) continue;
    const { op, signature, attributes, shape, dtype } = node;
    const inputs = node.inputs.map(inLatePart);
    copies.set(node, new GraphNode({ op, signature, inputs, attributes, shape, dtype }));
  }
  const lateResults = results.map(inLatePart);
  return {
    early: { parameters: earlyParameters, results: [...standIns.keys()] },
    late: {
      parameters: [...earlyParameters, ...standIns.values(), ...lateParameters],
      results: lateResults,
    },
  };
}
