// Layer 4: an inner step that led to numbers that are not finite, whatever is learned.

/** An inner step that led a task to numbers that are not finite, and was taken back. */
export interface NonFiniteStep {
  /** Index of the task. */
  readonly task: number;
  /** Index of the inner step, from 0. */
  readonly innerStep: number;
  /**
   * Name of the first parameter that is not finite; where that is not looked at or all of them are, what else is not: "episodes"
   * (an action, a reward or an observation) or "predictions".
   */
  readonly parameter: string;
}
