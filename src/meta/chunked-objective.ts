// Layer 4: MAML's outer objective at the current parameters, summed over chunks of tasks.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { partial } from "../backend/compile.ts";
import type { PartialApplication } from "../backend/compile.ts";
import { countElements, createParams, disposeParams, shapesOf } from "../nn/params.ts";
import type { Params, ParamShapes } from "../nn/params.ts";
import type { CurrentPolicies } from "./maml-objective.ts";
import type { MamlData, MamlPrograms } from "./maml-programs.ts";
import type { ObjectiveValues, TrustRegionObjective } from "./trust-region-objective.ts";
import { addScaled } from "./vector.ts";

/** What is kept of a chunk while its outer step lasts. */
interface Chunk {
  readonly data: MamlData;
  /** Its part of all tasks. */
  readonly share: number;
  readonly current: CurrentPolicies;
  readonly curvatureProduct: PartialApplication<readonly [v: Tensor1D], Tensor1D>;
}

/** The objective of one outer step. It holds tensors until it is disposed of. */
export class ChunkedObjective implements TrustRegionObjective {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly #programs: MamlPrograms;
  readonly #shapes: ParamShapes;
  readonly #chunks: readonly Chunk[];

  /**
   * Computes the loss and its gradient.
   *
   * @param params - the current parameters, without a `tasks` axis; they and the data must live as long as the objective
   * @param batches - the data of each chunk
   */
  constructor(programs: MamlPrograms, params: Params, batches: readonly MamlData[]) {
    this.#programs = programs;
    this.#shapes = shapesOf(params);
    this.gradient = new Float64Array(countElements(this.#shapes));
    const tasks = batches.reduce((sum, data) => sum + tasksOf(data), 0);
    let loss = 0;
    this.#chunks = batches.map((data) => {
      const share = tasksOf(data) / tasks;
      const found = programs.gradient(params, data);
      loss += share * take(found.loss)[0]!;
      addScaled(this.gradient, share, take(found.gradient));
      const { current } = found;
      const curvatureProduct = partial(programs.curvatureProduct, params, data, current);
      return { data, share, current, curvatureProduct };
    });
    this.loss = loss;
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

  evaluate(params: Float64Array): ObjectiveValues {
    const values = createParams(params, this.#shapes);
    let loss = 0;
    let kl = 0;
    for (const { data, share, current } of this.#chunks) {
      const found = this.#programs.values(values, data, current);
      loss += share * take(found.loss)[0]!;
      kl += share * take(found.kl)[0]!;
    }
    disposeParams(values);
    return { loss, kl };
  }

  /** Frees the tensors and programs of all chunks; the data stays the caller's. */
  dispose(): void {
    for (const { current, curvatureProduct } of this.#chunks) {
      curvatureProduct.dispose();
      tf.dispose([...Object.values(current.dist), current.logProb]);
    }
  }
}

function tasksOf({ postAdaptation }: MamlData): number {
  return postAdaptation.weights.shape[0];
}

/** The elements of a tensor that is not needed any longer. */
function take(x: Scalar | Tensor1D): Float32Array {
  const values = x.dataSync<"float32">();
  x.dispose();
  return values;
}
