// Layer 4: MAML whose outer step is PPO's: several steps of Adam on a clipped surrogate (Schulman et al. 2017).

import { z } from "zod";
import { withAdam } from "../../meta/adam-improvement.ts";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import { clippedFields, innerFields, metaTerms, samplingShape } from "../learner-config.ts";
import { policyAdam } from "../policy-adam.ts";
import { policyOuterStep } from "../policy-outer-step.ts";

const configShape = {
  ...samplingShape,
  inner: z.strictObject(innerFields).prefault({}),
  outer: z.strictObject({ ...clippedFields, ...metaTerms }).prefault({}),
} as const;

/** The configuration that {@link mamlPpo} reads. */
export type MamlPpoConfig = LearnerConfig<typeof configShape>;

/**
 * Model-agnostic meta-learning with policy gradients inside and PPO outside.
 *
 * Each step of Adam adapts anew, on the episodes that were collected, and counts the ratio between the adapted policies.
 *
 * @see Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7
 */
export const mamlPpo: Learner<typeof configShape> = {
  name: "maml-ppo",
  configShape,

  initialise: (problem, config, rng) => withAdam(initialiseLearner(problem, config, rng)),

  outerStep(input) {
    const { inner, outer } = input.config;
    return policyOuterStep(input, {
      run: runOf(inner),
      clip: outer.clip,
      improve: (at) => policyAdam(at, outer, outer.epochs),
    });
  },

  adapt: adaptPolicy,
};
