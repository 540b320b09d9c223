// Layer 4: the outer objective around the current meta-parameters, summed over chunks of tasks: what outer methods work on.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { partial } from "../backend/compile.ts";
import type { PartialApplication } from "../backend/compile.ts";
import { countElements, createParams, disposeParams, shapesOf } from "../nn/params.ts";
import type { Params, ParamShapes } from "../nn/params.ts";
import { tensorsOf } from "./current-policies.ts";
import type { CurrentPolicies } from "./current-policies.ts";
import { tasksOf } from "./outer-objective.ts";
import type { OuterBatch } from "./outer-objective.ts";
import type { MetaPrograms } from "./programs.ts";
import type { ObjectiveValues, TrustRegionObjective } from "./trust-region-objective.ts";
import { addScaled } from "./vector.ts";

/** What is kept of a chunk while its outer step lasts. */
interface Chunk {
  readonly batch: OuterBatch;
  /** Its part of all tasks. */
  readonly share: number;
  readonly current: CurrentPolicies;
  readonly curvatureProduct: PartialApplication<readonly [v: Tensor1D], Tensor1D>;
}

/** Values of the objective at some meta-parameters. */
export interface OuterValues extends ObjectiveValues {
  /** Mean KL of the current policies from those before each inner step; empty where the objective does not need them. */
  readonly innerKls: readonly number[];
}

/** The problem of one outer step. It holds tensors until it is disposed of. */
export class OuterProblem implements TrustRegionObjective {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly #programs: MetaPrograms;
  readonly #shapes: ParamShapes;
  readonly #chunks: readonly Chunk[];

  /**
   * Computes the loss and its gradient.
   *
   * @param meta - the current meta-parameters, without a `tasks` axis; they and the data must live as long as the problem
   * @param batches - the data of each chunk
   */
  constructor(programs: MetaPrograms, meta: Params, batches: readonly OuterBatch[]) {
    this.#programs = programs;
    this.#shapes = shapesOf(meta);
    this.gradient = new Float64Array(countElements(this.#shapes));
    const tasks = batches.reduce((sum, batch) => sum + tasksOf(batch), 0);
    let loss = 0;
    this.#chunks = batches.map((batch) => {
      const share = tasksOf(batch) / tasks;
      const { current, ...found } = programs.gradient(meta, batch);
      loss += share * takeNumber(found.loss);
      addScaled(this.gradient, share, take(found.gradient));
      const curvatureProduct = partial(programs.curvatureProduct, meta, batch, current);
      return { batch, share, current, curvatureProduct };
    });
    this.loss = loss;
  }

  /** The gradient of the loss at other meta-parameters. @param meta - `[params]` @returns `[params]` */
  gradientAt(meta: Float64Array): Float64Array {
    return this.#at(meta, (values) => {
      const gradient = new Float64Array(meta.length);
      for (const { batch, share, current } of this.#chunks) {
        addScaled(gradient, share, take(this.#programs.gradientElsewhere(values, batch, current)));
      }
      return gradient;
    });
  }

  curvatureProduct(v: Float64Array): Float64Array {
    const product = new Float64Array(v.length);
    const direction = tf.tensor1d(Float32Array.from(v));
    for (const { share, curvatureProduct } of this.#chunks) {
      addScaled(product, share, take(curvatureProduct(direction)));
    }
    direction.dispose();
    return product;
  }

  evaluate(meta: Float64Array): OuterValues {
    return this.#at(meta, (values) => {
      let loss = 0;
      let kl = 0;
      let innerKls: readonly number[] = [];
      for (const { batch, share, current } of this.#chunks) {
        const found = this.#programs.values(values, batch, current);
        loss += share * takeNumber(found.loss);
        kl += share * takeNumber(found.kl);
        innerKls = found.innerKls.map((x, k) => (innerKls[k] ?? 0) + share * takeNumber(x));
      }
      return { loss, kl, innerKls };
    });
  }

  /** Frees the tensors and programs of all chunks; the data stays the caller's. */
  dispose(): void {
    for (const { current, curvatureProduct } of this.#chunks) {
      curvatureProduct.dispose();
      tf.dispose(tensorsOf(current));
    }
  }

  #at<Result>(meta: Float64Array, f: (values: Params) => Result): Result {
    const values = createParams(meta, this.#shapes);
    const result = f(values);
    disposeParams(values);
    return result;
  }
}

function takeNumber(x: Scalar): number {
  return take(x)[0] as number;
}

/** The elements of a tensor that is not needed any longer. */
function take(x: Scalar | Tensor1D): Float32Array {
  const values = x.dataSync<"float32">();
  x.dispose();
  return values;
}
