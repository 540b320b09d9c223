// Layer 2: what a network for supervised tasks is: a pure function from parameters and inputs to outputs.

import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { Model } from "./model.ts";
import type { Params } from "./params.ts";

/** A network whose last layer, its head, is linear. All tasks run at once, each with parameters of its own. */
export interface Network extends Model {
  /** Numbers of one input. */
  readonly inputs: number;
  /** Numbers that the head makes of the features. */
  readonly outputs: number;
  /** Numbers that the head works on. */
  readonly features: number;
  /**
   * Maps inputs to outputs.
   *
   * @param params - each `[tasks, ...shape]`
   * @param inputs - `[tasks, n, inputs]`
   * @param weights - `[tasks, n]`, adding up to 1 for each task: what a normalisation weighs rows by; a row of padding has 0
   * @returns `[tasks, n, outputs]`
   */
  apply(params: Params, inputs: Tensor3D, weights: Tensor2D): Tensor3D;
  /** The same without the head. @returns `[tasks, n, features]` */
  embed(params: Params, inputs: Tensor3D, weights: Tensor2D): Tensor3D;
}
