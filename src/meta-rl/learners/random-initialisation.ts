// Layer 4: no training at all: a policy as it was drawn, fine-tuned to a new task.

import { z } from "zod";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import { fineTuningFields, samplingShape } from "../learner-config.ts";
import { stepWithoutLearning } from "../step-without-learning.ts";

const configShape = {
  ...samplingShape,
  inner: z.strictObject(fineTuningFields).prefault({}),
} as const;

/** The configuration that {@link randomInitialisation} reads. */
export type RandomInitialisationConfig = LearnerConfig<typeof configShape>;

/**
 * A random initial policy with fine-tuning: an outer step plays it and changes nothing.
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5 (the baseline "random")
 */
export const randomInitialisation: Learner<typeof configShape> = {
  name: "random",
  configShape,
  initialise: initialiseLearner,

  outerStep: (input) => stepWithoutLearning(input, { ...runOf(input.config.inner), steps: 1 }),

  adapt: adaptPolicy,
};
