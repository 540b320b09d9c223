// Layer 4: MAML with a trust-region outer step (Finn et al. 2017, algorithm 3), for a whole meta-batch at once.

import { z } from "zod";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import { innerFields, metaTerms, samplingShape, trustRegionFields } from "../learner-config.ts";
import { policyOuterStep } from "../policy-outer-step.ts";
import { trustRegionImprovement } from "../../meta/trust-region-improvement.ts";

const configShape = {
  ...samplingShape,
  inner: z.strictObject(innerFields).prefault({}),
  outer: z.strictObject({ ...trustRegionFields, ...metaTerms }).prefault({}),
} as const;

/** The configuration that {@link maml} reads. */
export type MamlConfig = LearnerConfig<typeof configShape>;

/**
 * Model-agnostic meta-learning with policy gradients inside and TRPO outside.
 *
 * `inner.firstOrder` makes it first-order MAML; `outer.exploration` adds E-MAML's credit; `inner.stepSizes` makes it Meta-SGD,
 * and `inner.adapts` ANIL or CAVIA.
 *
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 3
 */
export const maml: Learner<typeof configShape> = {
  name: "maml",
  configShape,
  initialise: initialiseLearner,

  outerStep: (input) =>
    policyOuterStep(input, {
      run: runOf(input.config.inner),
      improve: (at) => trustRegionImprovement(at, input.config.outer),
    }),

  adapt: adaptPolicy,
};
