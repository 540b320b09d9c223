// Layer 4: pretraining on all tasks at once: one policy, trained by TRPO without adaptation, then fine-tuned to a new task.

import { z } from "zod";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import {
  fineTuningFields,
  outerTerms,
  samplingShape,
  trustRegionFields,
} from "../learner-config.ts";
import { policyOuterStep } from "../policy-outer-step.ts";
import { trustRegionImprovement } from "../../meta/trust-region-improvement.ts";

const configShape = {
  ...samplingShape,
  inner: z.strictObject(fineTuningFields).prefault({}),
  outer: z.strictObject({ ...trustRegionFields, ...outerTerms }).prefault({}),
} as const;

/** The configuration that {@link pretrained}, {@link contextFree} and {@link oracle} read. */
export type PretrainedConfig = LearnerConfig<typeof configShape>;

/**
 * Multi-task pretraining with fine-tuning: an outer step is one of TRPO on the mean return over tasks; adapting takes
 * policy-gradient steps from there.
 *
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5 (the baseline "pretrained")
 */
export const pretrained: Learner<typeof configShape> = {
  name: "pretrained",
  configShape,
  initialise: initialiseLearner,

  outerStep: (input) =>
    policyOuterStep(input, {
      run: runOf(input.config.inner),
      improve: (at) => trustRegionImprovement(at, input.config.outer),
    }),

  adapt: adaptPolicy,
};
