// Layer 2: what a policy is: a pure function from parameters and observations to a distribution over actions.

import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { NoiseLaw } from "./noise.ts";
import type { Model } from "./model.ts";
import type { Params } from "./params.ts";

/** Parameters of a batch of action distributions, by name: `mean` and `logStd`, or `logits`. Leading axes `[tasks, n]`. */
export type DistributionParams = Readonly<Record<string, Tensor>>;

/** A family of action distributions. Every function is pure and differentiable in the tensors it takes. */
export interface Distribution {
  readonly name: "gaussian" | "categorical";
  /** What {@link Distribution.sample} makes actions of. */
  readonly noise: NoiseLaw;
  /** Log-density or log-probability of `actions`. @returns `[tasks, n]` */
  logProb(dist: DistributionParams, actions: Tensor): Tensor2D;
  /** KL(p || q) of each pair. @returns `[tasks, n]` */
  kl(p: DistributionParams, q: DistributionParams): Tensor2D;
  /** Differential or Shannon entropy. @returns `[tasks, n]` */
  entropy(dist: DistributionParams): Tensor2D;
  /** F·u: the Fisher information of each distribution in its own parameters, times a tangent of the same shapes. */
  fisherProduct(dist: DistributionParams, tangent: DistributionParams): DistributionParams;
  /**
   * Makes one action of each distribution and its noise, on plain arrays.
   * @param dist - the distribution parameters as flat arrays, rows in the order of `[tasks, n]`
   */
  sample(dist: Readonly<Record<string, Float32Array>>, rows: SampledRows): void;
}

/** The rows that {@link Distribution.sample} fills. */
export interface SampledRows {
  /** tasks*n */
  readonly count: number;
  /** Draws from {@link Distribution.noise}, as many as there are elements in `actions`. */
  readonly noise: Float64Array;
  /** `[tasks*n, act]` or `[tasks*n]`, written */
  readonly actions: Float32Array | Int32Array;
}

/** A parameterised policy for one pair of spaces. */
export interface Policy extends Model {
  readonly distribution: Distribution;
  readonly observationSize: number;
  /** Size of a Box action, or the number of choices of a Discrete one. */
  readonly actionSize: number;
  /**
   * Maps observations to action distributions.
   * @param params - each `[tasks, ...shape]`
   * @param observations - `[tasks, n, obs]`
   */
  apply(params: Params, observations: Tensor3D): DistributionParams;
}
