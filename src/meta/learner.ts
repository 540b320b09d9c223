// Layer 4: what a learner is: a value with a name, a configuration schema and three functions.
//
// Training, evaluation, checkpoints and the command line know learners only through this interface.

import type { z } from "zod";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { EnvironmentFamily, Json } from "../rl/environment.ts";
import type { Rollout } from "../rl/trajectories.ts";
import type { Schedule } from "../schedule.ts";
import type { NonFiniteStep } from "./non-finite.ts";
import type { Problem } from "./problem.ts";

/** Everything that a learner carries from one outer step to the next; a checkpoint holds exactly this. */
export interface LearnerState {
  /** The initial parameters that are being learned, without a `tasks` axis. */
  readonly params: Params;
  /** State of the outer optimiser and anything else learned; empty where the learner has none. */
  readonly optimiser: Params;
}

/** Wall-clock seconds of the phases of one outer step. */
export interface PhaseSeconds {
  readonly rollout: number;
  readonly adapt: number;
  readonly gradient: number;
  readonly direction: number;
  readonly lineSearch: number;
  readonly total: number;
}

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
export interface OuterStepResult {
  readonly state: LearnerState;
  readonly report: OuterStepReport;
}

/** What {@link Learner.outerStep} works on. */
export interface OuterStepInput<Config> {
  readonly problem: Problem;
  readonly config: Config;
  readonly state: LearnerState;
  /** Index of this outer step, from 0. */
  readonly outerStep: number;
  /** The stream of this outer step. */
  readonly rng: Random;
}

/** What {@link Learner.adapt} works on. */
export interface AdaptInput<Config> {
  readonly problem: Problem;
  readonly config: Config;
  readonly state: LearnerState;
  /** Tasks to adapt to, all at once. */
  readonly tasks: readonly Json[];
  /** Inner steps to make, at least 0. */
  readonly innerSteps: number;
  readonly episodesPerTask: number;
  /** Inner learning rate. @defaultValue that of training */
  readonly learningRate?: Schedule | undefined;
  /** Where schedules of `outerStep` stand: the last outer step that was made. @defaultValue 0 */
  readonly outerStep?: number | undefined;
  readonly rng: Random;
}

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

/** A meta-learning algorithm as a value. `Shape` is the shape of its part of an experiment's configuration. */
export interface Learner<Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly name: string;
  /** Schemas, with defaults, of the configuration fields that this learner reads. */
  readonly configShape: Shape;
  /**
   * What the policy is made for and plays, where that is not the environment itself: an oracle observes the task.
   * @defaultValue the environment
   */
  environmentFor?(environment: EnvironmentFamily): EnvironmentFamily;
  /**
   * Draws the state before the first outer step; the caller owns it.
   * @throws {@link ConfigError} if fields of the configuration contradict each other or the problem
   */
  initialise(problem: Problem, config: LearnerConfig<Shape>, rng: Random): LearnerState;
  /** Samples tasks, adapts to each, and improves the initial parameters. Synchronous, and deterministic in `rng`. */
  outerStep(input: OuterStepInput<LearnerConfig<Shape>>): OuterStepResult;
  /** Adapts to given tasks; the state stays as it is. @returns `innerSteps` + 1 rollouts, and what else is known */
  adapt(input: AdaptInput<LearnerConfig<Shape>>): Adaptation;
}

/** The configuration that a learner with this shape reads. */
export type LearnerConfig<Shape extends z.core.$ZodShape> = z.output<z.ZodObject<Shape>>;
