// Layer 4: learners of reinforcement learning: what they work on, what they report, and what adapting yields.

import type { z } from "zod";
import type { Json } from "../json.ts";
import type { AdaptOptions, MetaLearner, OuterStepOptions, ReportedStep } from "../meta/learner.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import type { Rollout } from "../rl/trajectories.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import type { Problem } from "./problem.ts";
import type { PhaseSeconds } from "./stopwatch.ts";

export type { LearnerConfig, LearnerState } from "../meta/learner.ts";
export type { PhaseSeconds } from "./stopwatch.ts";

/** What one outer step reports; fields that a learner does not have are absent. Returns are undiscounted. */
export interface OuterStepReport {
  readonly preAdaptation: { readonly return: number };
  readonly postAdaptation: { readonly return: number };
  /** Mean KL between the adapted policies after and before the outer step. */
  readonly kl?: number;
  readonly surrogate?: { readonly before: number; readonly after: number };
  /** Mean KL of the policies that collected from those before each inner step, after the outer step. */
  readonly innerKls?: readonly number[];
  /** What these were multiplied by in the loss. */
  readonly klPenalties?: readonly number[];
  /** Trial steps made by the line search. */
  readonly lineSearchSteps?: number;
  readonly stepAccepted?: boolean;
  /** Environment steps taken during this outer step. */
  readonly environmentSteps: number;
  readonly seconds: PhaseSeconds;
}

/** The result of one outer step. The caller owns `state` and still owns the state that it passed in. */
export type OuterStepResult = ReportedStep<OuterStepReport>;

/** What {@link Learner.outerStep} works on. */
export type OuterStepInput<Config> = OuterStepOptions<Problem, Config>;

/** Tasks to adapt to, all at once. */
export interface TasksToPlay {
  readonly tasks: readonly Json[];
  readonly episodesPerTask: number;
}

/** What {@link Learner.adapt} works on. */
export type AdaptInput<Config> = AdaptOptions<Problem, Config> & TasksToPlay;

/** What an inner step did to each task's policy. */
export interface InnerStepDiagnosis {
  /** `[tasks]`: mean KL of the policy after the step from that before, on the episodes that it was taken on. */
  readonly kl: Float64Array;
  /** `[tasks]`: Euclidean length of the change of the parameters. */
  readonly stepNorm: Float64Array;
}

/** What adapting to tasks yields. */
export interface Adaptation {
  /** One for each number of inner steps, from 0. */
  readonly rollouts: readonly Rollout[];
  /** One for each inner step; absent where a learner takes none or does not look. */
  readonly diagnoses?: readonly InnerStepDiagnosis[];
  /** Inner steps that led to what is not finite and were taken back. @defaultValue none */
  readonly nonFinite?: readonly NonFiniteStep[];
}

/** The types of reinforcement learning. */
export interface PolicyLearning {
  readonly problem: Problem;
  readonly report: OuterStepReport;
  readonly adaptsTo: TasksToPlay;
  readonly adaptation: Adaptation;
}

/**
 * A meta-learning algorithm for policies. {@link MetaLearner.adapt} yields `innerSteps` + 1 rollouts, and what else is known.
 */
export interface Learner<Shape extends z.core.$ZodShape = z.core.$ZodShape> extends MetaLearner<
  PolicyLearning,
  Shape
> {
  /**
   * What the policy is made for and plays, where that is not the environment itself: an oracle observes the task.
   * @defaultValue the environment
   */
  environmentFor?(environment: EnvironmentFamily): EnvironmentFamily;
}
