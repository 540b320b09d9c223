// Layer 5: what training does differently for each kind of experiment.

import type { z } from "zod";
import type { LearnerState } from "../meta/learner.ts";
import type { Schedule } from "../schedule.ts";
import type { Config } from "./base-config.ts";
import type { AnyEvaluation } from "./evaluation-curve.ts";

/** Where the tasks of a run come from. */
export interface TaskSource {
  /** The field of `config.json` that describes it. */
  readonly kind: "environment" | "taskSet";
  readonly id: string;
  /** Computes a fingerprint of what it does. */
  hash(): string;
}

/** What to evaluate. */
export interface EvaluateOptions<Experiment> {
  readonly experiment: Experiment;
  readonly config: Config;
  /** What {@link ExperimentKind.problemOf} returned. */
  readonly problem: unknown;
  readonly state: LearnerState;
  /** Outer steps that led to it; schedules stand at the last of them. */
  readonly outerSteps: number;
  /** Settings other than those of the configuration. */
  readonly settings?: EvaluationSettings;
}

/** How much to evaluate, and on which tasks. */
export interface EvaluationSettings {
  readonly tasks?: number | undefined;
  /** Of environments only. */
  readonly episodesPerTask?: number | undefined;
  readonly innerSteps?: number | undefined;
  /** Inner learning rate, a schedule of `innerStep`. */
  readonly learningRate?: Schedule | undefined;
  /** Names other held-out tasks than those of the run. */
  readonly seed?: number | undefined;
}

/** A kind of experiment. */
export interface ExperimentKind<Experiment> {
  /** The configuration field that names the source of tasks. */
  readonly sourceShape: (experiment: Experiment) => z.core.$ZodShape;
  /** The other fields that every configuration has. */
  readonly commonShape: z.core.$ZodShape;
  /** @throws {@link ConfigError} if the configuration names a source that the experiment does not have */
  sourceOf(experiment: Experiment, config: Config): TaskSource;
  /**
   * Makes what the learner works on.
   * @throws {@link ConfigError} if parts of the configuration contradict each other, or data are missing
   */
  problemOf(experiment: Experiment, config: Config): unknown;
  /**
   * Adapts to held-out tasks, which come from a stream of their own.
   * @throws {@link NumericalError} if a result is not finite
   */
  evaluate(options: EvaluateOptions<Experiment>): AnyEvaluation;
}
