// Layer 4: the outer problem of policies: beside the loss and its gradient, divergences of policies and their curvature.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { partial } from "../backend/compile.ts";
import type { PartialApplication } from "../backend/compile.ts";
import { OuterProblem, takeElements, takeNumber } from "../meta/outer-problem.ts";
import type { ObjectiveValues, TrustRegionObjective } from "../meta/trust-region-objective.ts";
import { addScaled } from "../meta/vector.ts";
import type { Params } from "../nn/params.ts";
import type { CurrentPolicies } from "./current-policies.ts";
import type { OuterBatch } from "./outer-objective.ts";
import type { MetaPrograms } from "./programs.ts";

/** Values of the objective at some meta-parameters. */
export interface OuterValues extends ObjectiveValues {
  /** Mean KL of the current policies from those before each inner step; empty where the objective does not need them. */
  readonly innerKls: readonly number[];
}

/** The problem of one outer step of reinforcement learning. It holds tensors and programs until it is disposed of. */
export class PolicyProblem
  extends OuterProblem<OuterBatch, CurrentPolicies>
  implements TrustRegionObjective
{
  readonly #programs: MetaPrograms;
  readonly #curvatureProducts: readonly PartialApplication<readonly [v: Tensor1D], Tensor1D>[];

  /** As that of {@link OuterProblem}. */
  constructor(programs: MetaPrograms, meta: Params, batches: readonly OuterBatch[]) {
    super(programs, meta, batches);
    this.#programs = programs;
    this.#curvatureProducts = this.chunks.map(({ batch, current }) =>
      partial(programs.curvatureProduct, meta, batch, current),
    );
  }

  curvatureProduct(v: Float64Array): Float64Array {
    const product = new Float64Array(v.length);
    const direction = tf.tensor1d(Float32Array.from(v));
    this.chunks.forEach(({ share }, chunk) => {
      const ofChunk = this.#curvatureProducts[chunk]!(direction);
      addScaled(product, share, takeElements(ofChunk));
    });
    direction.dispose();
    return product;
  }

  evaluate(meta: Float64Array): OuterValues {
    return this.at(meta, (values) => {
      let loss = 0;
      let kl = 0;
      let innerKls: readonly number[] = [];
      for (const { batch, share, current } of this.chunks) {
        const found = this.#programs.values(values, batch, current);
        loss += share * takeNumber(found.loss);
        kl += share * takeNumber(found.kl);
        innerKls = found.innerKls.map((x, k) => (innerKls[k] ?? 0) + share * takeNumber(x));
      }
      return { loss, kl, innerKls };
    });
  }

  override dispose(): void {
    for (const product of this.#curvatureProducts) product.dispose();
    super.dispose();
  }
}
