// Layer 4: MAML whose outer step is one step of Adam on the policy gradient (Finn et al. 2017, algorithm 1 and 3).

import { z } from "zod";
import { withAdam } from "../../meta/adam-improvement.ts";
import { adamFields } from "../../meta/config-fields.ts";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import { innerFields, metaTerms, samplingShape } from "../learner-config.ts";
import { policyAdam } from "../policy-adam.ts";
import { policyOuterStep } from "../policy-outer-step.ts";

const configShape = {
  ...samplingShape,
  inner: z.strictObject(innerFields).prefault({}),
  outer: z.strictObject({ ...adamFields, ...metaTerms }).prefault({}),
} as const;

/** The configuration that {@link mamlAdam} reads. */
export type MamlAdamConfig = LearnerConfig<typeof configShape>;

/**
 * Model-agnostic meta-learning with policy gradients inside and outside; the outer one is followed by Adam.
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 3; Kingma and Ba 2015,
 *   https://arxiv.org/abs/1412.6980
 */
export const mamlAdam: Learner<typeof configShape> = {
  name: "maml-adam",
  configShape,

  initialise: (problem, config, rng) => withAdam(initialiseLearner(problem, config, rng)),

  outerStep: (input) =>
    policyOuterStep(input, {
      run: runOf(input.config.inner),
      improve: (at) => policyAdam(at, input.config.outer, 1),
    }),

  adapt: adaptPolicy,
};
