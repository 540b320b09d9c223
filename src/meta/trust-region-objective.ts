// Layer 4: what trust region policy optimisation works on, and its settings. Parameters and directions are flat vectors.

/** An objective at the current parameters, and its values elsewhere. */
export interface TrustRegionObjective {
  /** The surrogate loss, which is to be lowered. */
  readonly loss: number;
  /** Gradient of the surrogate loss, `[params]`. */
  readonly gradient: Float64Array;
  /**
   * v ↦ H v, where H is the second derivative of the divergence.
   * @param v - `[params]`
   * @returns `[params]`
   */
  curvatureProduct(v: Float64Array): Float64Array;
  /** The surrogate loss and the divergence from the current parameters at others, `[params]`. */
  evaluate(params: Float64Array): ObjectiveValues;
}

/** What a trial step leads to. */
export interface ObjectiveValues {
  readonly loss: number;
  /** Mean KL from the current parameters; 0 there. */
  readonly kl: number;
}

/** Settings of TRPO. */
export interface TrustRegionOptions {
  /** Largest mean KL of a step. */
  readonly maxKl: number;
  readonly cgIterations: number;
  readonly cgResidualTolerance: number;
  /** Multiple of the identity that is added to the curvature. */
  readonly cgDamping: number;
  /** Trial steps at most. */
  readonly lineSearchSteps: number;
  /** Factor between one trial step and the next. */
  readonly lineSearchShrink: number;
}
