// Layer 4: learners of supervised tasks: what they work on, what they report, and what adapting yields.

import type { z } from "zod";
import type { AdaptOptions, MetaLearner, OuterStepOptions, ReportedStep } from "../meta/learner.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import type { PhaseSeconds } from "../meta/stopwatch.ts";
import type { FewShotTask } from "../tasks/task-set.ts";
import type { FewShotProblem } from "./problem.ts";
import type { FewShotPhase } from "./stopwatch.ts";

/** How good predictions are, over the query items of some tasks. */
export interface Score {
  /** Mean cross-entropy in nats, or mean squared error. */
  readonly loss: number;
  /** Share of items whose class is predicted; absent for regression. */
  readonly accuracy?: number;
}

/** What one outer step reports. */
export interface FewShotReport {
  /** With the meta-parameters as they are; absent where they predict nothing. */
  readonly preAdaptation?: Score;
  readonly postAdaptation: Score;
  /** Tasks that the outer step learned from. */
  readonly tasks: number;
  readonly seconds: PhaseSeconds<FewShotPhase>;
}

/** The result of one outer step. */
export type FewShotStepResult = ReportedStep<FewShotReport>;

/** What a learner's `outerStep` works on. */
export type FewShotStepInput<Config> = OuterStepOptions<FewShotProblem, Config>;

/** Tasks to adapt to. */
export interface TasksToLearn {
  readonly tasks: readonly FewShotTask[];
}

/** What a learner's `adapt` works on. */
export type FewShotAdaptInput<Config> = AdaptOptions<FewShotProblem, Config> & TasksToLearn;

/** What adapting to tasks yields. */
export interface FewShotAdaptation {
  /**
   * `[innerSteps + 1][tasks]`: each `[queries, ways]`, a score for each class of the task, or `[queries, outputs]`.
   */
  readonly predictions: readonly (readonly Float32Array[])[];
  /**
   * The first inner step of each task that led to predictions that are not finite. The task ends there: it keeps the predictions
   * from before that step for all later ones. @defaultValue none
   */
  readonly nonFinite?: readonly NonFiniteStep[];
}

/** The types of supervised few-shot learning. */
export interface FewShotLearning {
  readonly problem: FewShotProblem;
  readonly report: FewShotReport;
  readonly adaptsTo: TasksToLearn;
  readonly adaptation: FewShotAdaptation;
}

/** A learner of supervised tasks. */
export type FewShotLearner<Shape extends z.core.$ZodShape = z.core.$ZodShape> = MetaLearner<
  FewShotLearning,
  Shape
>;
