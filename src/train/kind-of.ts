// Layer 5: the kind of an experiment.

import type { ExperimentKind } from "./experiment-kind.ts";
import type { Experiment } from "./experiment.ts";
import type { FewShotExperiment } from "./few-shot-experiment.ts";
import { fewShotKind } from "./few-shot-kind.ts";
import { policyKind } from "./policy-kind.ts";

/** Returns what training does for the kind of an experiment. */
export function kindOf(experiment: Experiment): ExperimentKind<Experiment> {
  return (isFewShotExperiment(experiment) ? fewShotKind : policyKind) as ExperimentKind<Experiment>;
}

/** Tells the kinds of experiments apart. */
export function isFewShotExperiment(experiment: Experiment): experiment is FewShotExperiment {
  return "taskSets" in experiment;
}
