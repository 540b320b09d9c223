// A function of tensors as a program: traced once, then run again and again without JavaScript for each operation.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { splatOf } from "./graph.ts";
import { isFed, parameter, PARAMETER, sizeOf, valuesOf } from "./node.ts";
import type { ElementType, GraphNode, NodeType, Values } from "./node.ts";
import type { OnnxBackend } from "./onnx-backend.ts";
import { linearise } from "./program.ts";
import type { Program } from "./program.ts";

/** What a function computes from parameters. */
export interface TracedFunction {
  /** One for each argument, of which a program may use only some. */
  readonly parameters: readonly GraphNode[];
  readonly results: readonly GraphNode[];
}

/**
 * Records what a function computes.
 *
 * @param types - those of the arguments
 * @throws {@link ReadWhileTracingError} if the function reads values of what it computes
 */
export function traceFunction(
  backend: OnnxBackend,
  types: readonly NodeType[],
  f: (args: readonly Tensor[]) => readonly Tensor[],
): TracedFunction {
  const parameters = types.map(parameter);
  let results: readonly GraphNode[] = [];
  backend.trace(() =>
    tf.tidy(() => {
      const args = parameters.map((node) => tensorHolding(backend, node));
      results = f(args).map((tensor) => backend.nodeOf(tensor) as GraphNode);
    }),
  );
  return { parameters, results };
}

/** A program for a {@link TracedFunction}, with what a run needs ready. */
export class TracedProgram {
  readonly program: Program;
  /** The place of each parameter among the arguments; undefined for inputs that were captured. */
  private readonly places: readonly (number | undefined)[];
  private readonly feeds: Record<
    string,
    { type: ElementType; dims: readonly number[]; data: Values; location: "cpu" }
  >;
  private readonly results: readonly Source[];

  constructor({ parameters, results }: TracedFunction) {
    const computed = [...new Set(results.filter((node) => !isGiven(node)))];
    this.program = linearise(computed);
    const placeOf = new Map(parameters.map((node, i) => [node, i]));
    this.places = this.program.inputs.map((node) => placeOf.get(node));
    this.feeds = Object.fromEntries(
      this.program.inputs.map(({ dtype, shape, values }, i) => [
        `i${i}`,
        { type: dtype, dims: shape, data: values ?? NOTHING, location: "cpu" },
      ]),
    );
    this.results = results.map((node) => {
      if (node.op === PARAMETER) return { argument: placeOf.get(node) as number };
      return isGiven(node) ? { given: node } : { output: computed.indexOf(node) };
    });
  }

  /**
   * Runs the program.
   *
   * @param args - the elements of each argument
   * @param outputs - arrays to write computed results to, in the order of `program.outputs`
   * @returns the elements of each result; results that are arguments are copies
   */
  run(backend: OnnxBackend, args: readonly Values[], outputs?: readonly Values[]): Values[] {
    const { feeds, places, program } = this;
    let computed: readonly Values[] = [];
    if (program.outputs.length > 0) {
      for (let i = 0; i < places.length; i++) {
        const place = places[i];
        if (place !== undefined) feeds[`i${i}`]!.data = args[place]!;
      }
      if (outputs === undefined) computed = backend.executor.execute(program, feeds);
      else backend.executor.executeInto(program, feeds, (computed = outputs));
      for (let i = 0; i < places.length; i++) {
        if (places[i] !== undefined) feeds[`i${i}`]!.data = NOTHING; // a program keeps no arguments alive
      }
    }
    return this.results.map((source) => {
      if ("argument" in source) return args[source.argument]!.slice();
      if ("given" in source) return givenValues(source.given);
      return computed[source.output]!;
    });
  }
}

/** Where a result comes from. */
type Source =
  { readonly argument: number } | { readonly given: GraphNode } | { readonly output: number };

const NOTHING = new Float32Array(0);

/** Returns a new tensor that holds a node. */
export function tensorHolding(backend: OnnxBackend, node: GraphNode): Tensor {
  return tf.engine().makeTensorFromTensorInfo(backend.tensorOf(node));
}

/** Whether a node needs no run: it is fed, or all its elements are one number that is known. */
function isGiven(node: GraphNode): boolean {
  return isFed(node) || node.values !== undefined || splatOf(node) !== undefined;
}

function givenValues(node: GraphNode): Values {
  if (node.values !== undefined) return node.values;
  return (valuesOf(node.dtype, sizeOf(node.shape)) as Float32Array).fill(splatOf(node) as number);
}
