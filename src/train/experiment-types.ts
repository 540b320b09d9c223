// Layer 5: the types of what belongs to an experiment, by its kind.

import type { FewShotEvaluation } from "../few-shot/evaluation.ts";
import type { FewShotReport } from "../few-shot/learner.ts";
import type { Evaluation } from "../meta-rl/evaluation.ts";
import type { Config } from "./base-config.ts";
import type { PolicyTrainingConfig } from "./config.ts";
import type { Experiment, PolicyExperiment } from "./experiment.ts";
import type { FewShotConfig } from "./few-shot-config.ts";
import type { MetricsLine } from "./metrics.ts";

/** The configuration of an experiment. */
export type ConfigOf<E extends Experiment> = E extends PolicyExperiment
  ? PolicyTrainingConfig
  : FewShotConfig & Config;

/** A line of metrics of an experiment. */
export type MetricsLineOf<E extends Experiment> = E extends PolicyExperiment
  ? MetricsLine
  : MetricsLine<FewShotReport>;

/** The evaluation of an experiment. */
export type EvaluationOf<E extends Experiment> = E extends PolicyExperiment
  ? Evaluation
  : FewShotEvaluation;
