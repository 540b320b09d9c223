// Layer 4: training from scratch on the support items of each task.

import { z } from "zod";
import type { LearnerConfig } from "../../meta/learner.ts";
import { adaptNetwork } from "../adapt-network.ts";
import type { FewShotAdaptation, FewShotAdaptInput, FewShotLearner } from "../learner.ts";
import { fineTuningFields, taskShape } from "../learner-config.ts";
import { ruleOf } from "../rule.ts";
import { stepWithoutLearning } from "../step-without-learning.ts";

const configShape = {
  ...taskShape,
  inner: z.strictObject(fineTuningFields).prefault({}),
} as const;

/** The configuration that {@link fromScratch} reads. */
export type FromScratchConfig = LearnerConfig<typeof configShape>;

/** Training from scratch: outer steps change nothing; inner steps begin at random parameters, the same for all tasks. */
export const fromScratch: FewShotLearner<typeof configShape> = {
  name: "from-scratch",
  configShape,
  initialise: ({ network }, _, rng) => ({ params: network.initialise(rng), optimiser: {} }),
  outerStep: (input) => stepWithoutLearning(input, adaptFromState),
  adapt: adaptFromState,
};

/** Takes gradient steps from the parameters of the state. */
function adaptFromState({
  state,
  config,
  learningRate = config.inner.learningRate,
  outerStep = 0,
  ...input
}: FewShotAdaptInput<FromScratchConfig>): FewShotAdaptation {
  return adaptNetwork({
    ...input,
    meta: state.params,
    rule: ruleOf(config.inner),
    tasksPerChunk: config.tasksPerChunk,
    learningRate,
    outerStep,
  });
}
