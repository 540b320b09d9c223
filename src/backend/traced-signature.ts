// Layer 1: what a compiled function computes for arguments of one signature, on the onnx backend.

import type { Tensor } from "@tensorflow/tfjs-core";
import type { Values } from "./onnx/node.ts";
import { valuesOf } from "./onnx/node.ts";
import type { OnnxBackend } from "./onnx/onnx-backend.ts";
import { reassociate } from "./onnx/reassociate.ts";
import { splitFunction } from "./onnx/split.ts";
import { tensorHolding, TracedProgram, traceFunction } from "./onnx/traced.ts";
import type { TracedFunction } from "./onnx/traced.ts";
import { flattenTree, replaceLeaves } from "./tree.ts";
import type { FlatTree } from "./tree.ts";

/** A traced function whose first arguments were given. */
export interface BoundProgram {
  /** Computes the result from the elements of the other arguments. */
  run(rest: readonly Values[]): unknown;
  dispose(): void;
}

/** One signature of a compiled function. */
export class TracedSignature {
  readonly traced: TracedFunction;
  /** Names of the arguments and the results, such as `params.W0`. */
  readonly argumentNames: readonly string[];
  readonly resultNames: readonly string[];
  private readonly backend: OnnxBackend;
  /** The result as the trace returned it; its tensors stand for those of every later result. */
  private readonly result: unknown;
  private readonly resultLeaves: readonly Tensor[];
  private program: TracedProgram | undefined;
  /** By the number of arguments that are given first. */
  private readonly splits = new Map<number, Split>();

  private constructor(
    backend: OnnxBackend,
    traced: TracedFunction,
    args: FlatTree,
    result: unknown,
  ) {
    const flat = flattenTree(result, "result");
    this.backend = backend;
    this.traced = traced;
    this.argumentNames = args.names;
    this.result = result;
    this.resultLeaves = flat.leaves;
    this.resultNames = flat.names;
  }

  /** Traces `f` on arguments like `args`, whose values are not looked at. */
  static trace(
    backend: OnnxBackend,
    args: readonly unknown[],
    flat: FlatTree,
    f: (args: readonly unknown[]) => unknown,
  ): TracedSignature {
    let result: unknown;
    const types = flat.leaves.map((tensor) => backend.typeOf(tensor));
    const traced = traceFunction(backend, types, (tensors) => {
      result = f(replaceLeaves(args, tensors));
      return flattenTree(result, "result").leaves;
    });
    return new TracedSignature(backend, traced, flat, result);
  }

  /** Computes the result from the elements of the arguments. */
  run(args: readonly Values[]): unknown {
    this.program ??= new TracedProgram(this.traced);
    return this.finish(this.program.run(this.backend, args));
  }

  /** Computes what depends on the first arguments alone; the rest is computed by the program that is returned. */
  bind(first: readonly Values[]): BoundProgram {
    const { backend } = this;
    let split = this.splits.get(first.length);
    if (split === undefined) {
      split = new Split(this.traced, first.length);
      this.splits.set(first.length, split);
    }
    const { late } = split;
    const buffers = split.takeBuffers();
    const known = [...first, ...split.early.run(backend, first, buffers)];
    return {
      run: (rest) => this.finish(late.run(backend, [...known, ...rest])),
      dispose: () => {
        split.returnBuffers(buffers);
      },
    };
  }

  /** Releases the sessions. */
  dispose(): void {
    const programs = [...this.splits.values()].flatMap(({ early, late }) => [early, late]);
    for (const { program } of this.program ? [this.program, ...programs] : programs) {
      this.backend.executor.forget(program);
    }
  }

  private finish(values: readonly Values[]): unknown {
    const { backend, resultLeaves } = this;
    const tensors = resultLeaves.map((leaf, i) =>
      tensorHolding(backend, backend.graph.input(values[i]!, backend.typeOf(leaf))),
    );
    return replaceLeaves(this.result, tensors);
  }
}

/** A function in two programs, with arrays for what the first one hands to the second. */
class Split {
  readonly early: TracedProgram;
  readonly late: TracedProgram;
  /** Arrays that nobody uses now: allocating megabytes costs more than filling them. */
  private readonly free: (readonly Values[])[] = [];

  constructor(traced: TracedFunction, count: number) {
    const { early, late } = splitFunction(reassociate(traced, count), count);
    this.early = new TracedProgram(early);
    this.late = new TracedProgram(late);
  }

  takeBuffers(): readonly Values[] {
    const { outputs } = this.early.program;
    return this.free.pop() ?? outputs.map(({ dtype, size }) => valuesOf(dtype, size));
  }

  returnBuffers(buffers: readonly Values[]): void {
    this.free.push(buffers);
  }
}
