// Layer 2: what is known of any network that learns: its parameters, and how they lie in layers.

import type { Random } from "../random.ts";
import type { Params, ParamShapes } from "./params.ts";

/** A parameterised function. */
export interface Model {
  /** Shapes of the parameters, in their order. */
  readonly shapes: ParamShapes;
  /** Names of the parameters of each layer, from the input to the output; the last layer is the head. */
  readonly layers: readonly (readonly string[])[];
  /** Draws initial parameters, without a `tasks` axis; the caller owns them. */
  initialise(rng: Random): Params;
}
