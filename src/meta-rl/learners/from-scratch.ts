// Layer 4: training from scratch on each test task with the episodes that adaptation would have: PPO for every task by itself.

import { z } from "zod";
import { adaptWith } from "../adapt-policy.ts";
import { runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import { clippedFields, fineTuningFields, samplingShape } from "../learner-config.ts";
import { metaPrograms } from "../programs.ts";
import { ppoSteps } from "../ppo-steps.ts";
import { stepWithoutLearning } from "../step-without-learning.ts";
import { randomInitialisation } from "./random-initialisation.ts";

const configShape = {
  ...samplingShape,
  inner: z
    .strictObject({
      ...fineTuningFields,
      learningRate: fineTuningFields.learningRate
        .unwrap()
        .default(0.01)
        .describe("step size of Adam on a task; may depend on innerStep"),
      epochs: clippedFields.epochs
        .unwrap()
        .default(20)
        .describe("steps of Adam on the episodes of an inner step"),
      clip: clippedFields.clip
        .unwrap()
        .default(0.2)
        .describe("how far from 1 probability ratios count"),
    })
    .prefault({}),
} as const;

/** The configuration that {@link fromScratch} reads. */
export type FromScratchConfig = LearnerConfig<typeof configShape>;

/**
 * Training from scratch: outer steps change nothing; in place of each inner step, the policy of each task is trained by
 * PPO on its episodes, from random parameters, with Adam's state kept from one inner step to the next.
 */
export const fromScratch: Learner<typeof configShape> = {
  name: "from-scratch",
  configShape,
  initialise: (problem, config, rng) => randomInitialisation.initialise(problem, config, rng),

  outerStep(input) {
    const { problem, config } = input;
    const adaptStep = ppoSteps(problem.policy, config.inner);
    return stepWithoutLearning(input, { ...runOf(config.inner), steps: 1, adaptStep });
  },

  adapt(input) {
    const { problem, config } = input;
    const { inner } = runOf(config.inner);
    const { clip, epochs } = config.inner;
    const learningRate = input.learningRate ?? config.inner.learningRate;
    const adaptStep = ppoSteps(problem.policy, { clip, epochs, learningRate });
    return adaptWith(input, {
      inner,
      programs: metaPrograms({ policy: problem.policy, inner }),
      adaptStep,
    });
  },
};
