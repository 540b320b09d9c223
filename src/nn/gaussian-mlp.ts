// Layer 2: a Gaussian policy whose mean is an MLP of the observation and whose log-std is a free parameter.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import { gaussian } from "./gaussian.ts";
import { applyMlp, initialiseMlp, mlpShapes } from "./mlp.ts";
import type { MlpOptions } from "./mlp.ts";
import type { Params } from "./params.ts";
import type { DistributionParams, Policy } from "./policy.ts";
import type { Random } from "../random.ts";

/** A Gaussian MLP policy. */
export interface GaussianMlpOptions extends MlpOptions {
  /** Standard deviation before training, in units of the action. */
  readonly initialStd: number;
  /** Floor of the standard deviation; where it binds, no gradient reaches `logStd`. */
  readonly minStd: number;
}

/** Makes a Gaussian policy for actions of a Box; parameters are the MLP's and `logStd` `[act]`. */
export function gaussianMlp(options: GaussianMlpOptions): Policy {
  const observationSize = options.sizes[0] as number;
  const actionSize = options.sizes.at(-1) as number;
  return {
    distribution: gaussian,
    observationSize,
    actionSize,
    shapes: { ...mlpShapes(options.sizes), logStd: [actionSize] },
    initialise(rng: Random): Params {
      return {
        ...initialiseMlp(options, rng),
        logStd: tf.fill([actionSize], Math.log(options.initialStd)),
      };
    },
    apply(params: Params, observations: Tensor3D): DistributionParams {
      const logStd = tf.expandDims(params["logStd"] as Tensor, 1); // [tasks, 1, act]
      return {
        mean: applyMlp(options, params, observations),
        logStd: tf.maximum(logStd, Math.log(options.minStd)),
      };
    },
  };
}
