// Layer 2: a categorical policy whose logits are an MLP of the observation.

import type { Tensor3D } from "@tensorflow/tfjs-core";
import { categorical } from "./categorical.ts";
import { contextualMlp } from "./contextual-mlp.ts";
import type { ContextualMlpOptions } from "./contextual-mlp.ts";
import type { Params } from "./params.ts";
import type { DistributionParams, Policy } from "./policy.ts";

/** Makes a categorical policy for actions of a Discrete space. */
export function categoricalMlp(options: ContextualMlpOptions): Policy {
  const mlp = contextualMlp(options);
  return {
    distribution: categorical,
    observationSize: options.sizes[0] as number,
    actionSize: options.sizes.at(-1) as number,
    shapes: mlp.shapes,
    layers: mlp.layers,
    initialise: (rng) => mlp.initialise(rng),
    apply: (params: Params, observations: Tensor3D): DistributionParams => ({
      logits: mlp.apply(params, observations),
    }),
  };
}
