// Layer 2: a Gaussian policy whose mean is an MLP of the observation and whose log-std is a free parameter.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import { contextualMlp } from "./contextual-mlp.ts";
import type { ContextualMlpOptions } from "./contextual-mlp.ts";
import { gaussian } from "./gaussian.ts";
import type { Params } from "./params.ts";
import type { DistributionParams, Policy } from "./policy.ts";
import type { Random } from "../random.ts";

/** A Gaussian MLP policy. */
export interface GaussianMlpOptions extends ContextualMlpOptions {
  /** Standard deviation before training, in units of the action. */
  readonly initialStd: number;
  /** Floor of the standard deviation; where it binds, no gradient reaches `logStd`. */
  readonly minStd: number;
}

/** Makes a Gaussian policy for actions of a Box; parameters are the MLP's and `logStd` `[act]`, a part of its head. */
export function gaussianMlp(options: GaussianMlpOptions): Policy {
  const actionSize = options.sizes.at(-1) as number;
  const mlp = contextualMlp(options);
  return {
    distribution: gaussian,
    observationSize: options.sizes[0] as number,
    actionSize,
    shapes: { ...mlp.shapes, logStd: [actionSize] },
    layers: [...mlp.layers.slice(0, -1), [...(mlp.layers.at(-1) ?? []), "logStd"]],
    initialise(rng: Random): Params {
      return {
        ...mlp.initialise(rng),
        logStd: tf.fill([actionSize], Math.log(options.initialStd)),
      };
    },
    apply(params: Params, observations: Tensor3D): DistributionParams {
      const logStd = tf.expandDims(params["logStd"] as Tensor, 1); // [tasks, 1, act]
      return {
        mean: mlp.apply(params, observations),
        logStd: tf.maximum(logStd, Math.log(options.minStd)),
      };
    },
  };
}
