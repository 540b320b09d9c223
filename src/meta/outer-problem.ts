// Layer 4: an outer objective around the current meta-parameters, summed over chunks of tasks: what outer methods work on.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { countElements, createParams, disposeParams, shapesOf } from "../nn/params.ts";
import type { Params, ParamShapes } from "../nn/params.ts";
import { addScaled } from "./vector.ts";

/** The loss of some tasks and its gradient at the current meta-parameters, and what else is kept of them. */
export interface GradientAtCurrent<Current> {
  /** Mean over the tasks. */
  readonly loss: Scalar;
  /** `[params]` */
  readonly gradient: Tensor1D;
  readonly current: Current;
}

/** What an outer objective computes on the data of some tasks. The caller owns what the functions return. */
export interface OuterPrograms<Batch, Current> {
  tasksOf(batch: Batch): number;
  gradient(meta: Params, batch: Batch): GradientAtCurrent<Current>;
  /** The gradient at other meta-parameters. @returns `[params]` */
  gradientElsewhere(meta: Params, batch: Batch, current: Current): Tensor1D;
  /** All tensors of what is kept. */
  tensorsOf(current: Current): readonly Tensor[];
}

/** What is kept of some tasks while their outer step lasts. */
export interface OuterChunk<Batch, Current> {
  readonly batch: Batch;
  /** Its part of all tasks. */
  readonly share: number;
  readonly current: Current;
}

/** The problem of one outer step. It holds tensors until it is disposed of. */
export class OuterProblem<Batch, Current> {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly chunks: readonly OuterChunk<Batch, Current>[];
  readonly #programs: OuterPrograms<Batch, Current>;
  readonly #shapes: ParamShapes;

  /**
   * Computes the loss and its gradient.
   *
   * @param meta - the current meta-parameters, without a `tasks` axis; they and the data must live as long as the problem
   * @param batches - the data of each chunk
   */
  constructor(programs: OuterPrograms<Batch, Current>, meta: Params, batches: readonly Batch[]) {
    this.#programs = programs;
    this.#shapes = shapesOf(meta);
    this.gradient = new Float64Array(countElements(this.#shapes));
    const tasks = batches.reduce((sum, batch) => sum + programs.tasksOf(batch), 0);
    let loss = 0;
    this.chunks = batches.map((batch) => {
      const share = programs.tasksOf(batch) / tasks;
      const { current, ...found } = programs.gradient(meta, batch);
      loss += share * takeNumber(found.loss);
      addScaled(this.gradient, share, takeElements(found.gradient));
      return { batch, share, current };
    });
    this.loss = loss;
  }

  /** The gradient of the loss at other meta-parameters. @param meta - `[params]` @returns `[params]` */
  gradientAt(meta: Float64Array): Float64Array {
    return this.at(meta, (values) => {
      const gradient = new Float64Array(meta.length);
      for (const { batch, share, current } of this.chunks) {
        const ofChunk = this.#programs.gradientElsewhere(values, batch, current);
        addScaled(gradient, share, takeElements(ofChunk));
      }
      return gradient;
    });
  }

  /** Frees what is kept of all chunks; the data stay the caller's. */
  dispose(): void {
    for (const { current } of this.chunks) tf.dispose([...this.#programs.tensorsOf(current)]);
  }

  /** Runs `f` with other meta-parameters as tensors. @param meta - `[params]` */
  protected at<Result>(meta: Float64Array, f: (values: Params) => Result): Result {
    const values = createParams(meta, this.#shapes);
    const result = f(values);
    disposeParams(values);
    return result;
  }
}

/** Reads a number that is not needed as a tensor any longer. */
export function takeNumber(x: Scalar): number {
  return takeElements(x)[0] as number;
}

/** Reads the elements of a tensor that is not needed any longer. */
export function takeElements(x: Tensor): Float32Array {
  const values = x.dataSync<"float32">();
  x.dispose();
  return values;
}
