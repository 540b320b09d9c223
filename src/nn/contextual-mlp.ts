// Layer 2: an MLP that may have a context, a vector of parameters, beside its input.

import type { Tensor3D } from "@tensorflow/tfjs-core";
import { appendContext, CONTEXT, contextShapes, initialiseContext } from "./context.ts";
import { applyMlp, initialiseMlp, mlpLayers, mlpShapes } from "./mlp.ts";
import type { MlpOptions } from "./mlp.ts";
import type { Model } from "./model.ts";
import type { Params } from "./params.ts";

/** An MLP with a context. */
export interface ContextualMlpOptions extends MlpOptions {
  /** Length of the context; it widens the first layer beyond `sizes`. @defaultValue 0, which is no context */
  readonly contextSize?: number | undefined;
}

/** An MLP as a model. */
export interface ContextualMlp extends Model {
  /** Maps `[tasks, n, in]` to `[tasks, n, out]`; `params` each `[tasks, ...shape]`. */
  apply(params: Params, inputs: Tensor3D): Tensor3D;
}

/** Makes an MLP whose first parameter is its context, if it has one. */
export function contextualMlp({
  contextSize = 0,
  ...options
}: ContextualMlpOptions): ContextualMlp {
  const [inputSize = 0, ...sizes] = options.sizes;
  const mlp = { ...options, sizes: [inputSize + contextSize, ...sizes] };
  return {
    shapes: { ...contextShapes(contextSize), ...mlpShapes(mlp.sizes) },
    layers: [...(contextSize === 0 ? [] : [[CONTEXT]]), ...mlpLayers(mlp.sizes)],
    initialise: (rng) => ({ ...initialiseContext(contextSize), ...initialiseMlp(mlp, rng) }),
    apply: (params, inputs) => applyMlp(mlp, params, appendContext(params, inputs)),
  };
}
