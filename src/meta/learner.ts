// Layer 4: what a learner is: a value with a name, a configuration schema and three functions.
//
// Training, evaluation, checkpoints and the command line know learners only through this interface. What a problem is, what
// an outer step reports and what adapting yields are types that each kind of problem brings.

import type { z } from "zod";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Schedule } from "../schedule.ts";

/** Everything that a learner carries from one outer step to the next; a checkpoint holds exactly this. */
export interface LearnerState {
  /** The initial parameters that are being learned, without a `tasks` axis. */
  readonly params: Params;
  /** State of the outer optimiser and anything else learned; empty where the learner has none. */
  readonly optimiser: Params;
}

/** What every outer step reports. */
export interface TimedReport {
  readonly seconds: { readonly total: number };
}

/** The types that differ from one kind of problem to another. */
export interface ProblemKind {
  /** What is to be learned. */
  readonly problem: unknown;
  /** What an outer step reports. */
  readonly report: TimedReport;
  /** What there is to adapt to, beside what {@link AdaptOptions} has. */
  readonly adaptsTo: object;
  /** What adapting yields. */
  readonly adaptation: unknown;
}

/** What an outer step works on. */
export interface OuterStepOptions<Problem, Config> {
  readonly problem: Problem;
  readonly config: Config;
  readonly state: LearnerState;
  /** Index of this outer step, from 0. */
  readonly outerStep: number;
  /** The stream of this outer step. */
  readonly rng: Random;
}

/** The result of one outer step. The caller owns `state` and still owns the state that it passed in. */
export interface ReportedStep<Report> {
  readonly state: LearnerState;
  readonly report: Report;
}

/** What adapting works on, whatever the tasks are. */
export interface AdaptOptions<Problem, Config> {
  readonly problem: Problem;
  readonly config: Config;
  readonly state: LearnerState;
  /** Inner steps to make, at least 0. */
  readonly innerSteps: number;
  /** Inner learning rate. @defaultValue that of training */
  readonly learningRate?: Schedule | undefined;
  /** Where schedules of `outerStep` stand: the last outer step that was made. @defaultValue 0 */
  readonly outerStep?: number | undefined;
  readonly rng: Random;
}

/** A meta-learning algorithm as a value. `Shape` is the shape of its part of an experiment's configuration. */
export interface MetaLearner<
  Kind extends ProblemKind = ProblemKind,
  Shape extends z.core.$ZodShape = z.core.$ZodShape,
> {
  readonly name: string;
  /** Schemas, with defaults, of the configuration fields that this learner reads. */
  readonly configShape: Shape;
  /**
   * Draws the state before the first outer step; the caller owns it.
   * @throws {@link ConfigError} if fields of the configuration contradict each other or the problem
   */
  initialise(problem: Kind["problem"], config: LearnerConfig<Shape>, rng: Random): LearnerState;
  /** Samples tasks, adapts to each, and improves the initial parameters. Synchronous, and deterministic in `rng`. */
  outerStep(
    input: OuterStepOptions<Kind["problem"], LearnerConfig<Shape>>,
  ): ReportedStep<Kind["report"]>;
  /** Adapts to given tasks; the state stays as it is. */
  adapt(
    input: AdaptOptions<Kind["problem"], LearnerConfig<Shape>> & Kind["adaptsTo"],
  ): Kind["adaptation"];
}

/** The configuration that a learner with this shape reads. */
export type LearnerConfig<Shape extends z.core.$ZodShape> = z.output<z.ZodObject<Shape>>;
