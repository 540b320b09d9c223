// Layer 2: a categorical policy whose logits are an MLP of the observation.

import type { Tensor3D } from "@tensorflow/tfjs-core";
import { categorical } from "./categorical.ts";
import { applyMlp, initialiseMlp, mlpShapes } from "./mlp.ts";
import type { MlpOptions } from "./mlp.ts";
import type { Params } from "./params.ts";
import type { DistributionParams, Policy } from "./policy.ts";
import type { Random } from "../random.ts";

/** Makes a categorical policy for actions of a Discrete space. */
export function categoricalMlp(options: MlpOptions): Policy {
  return {
    distribution: categorical,
    observationSize: options.sizes[0] as number,
    actionSize: options.sizes.at(-1) as number,
    shapes: mlpShapes(options.sizes),
    initialise: (rng: Random): Params => initialiseMlp(options, rng),
    apply: (params: Params, observations: Tensor3D): DistributionParams => ({
      logits: applyMlp(options, params, observations),
    }),
  };
}
