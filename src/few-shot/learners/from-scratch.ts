// Layer 4: training from scratch on the support items of each task.

import { z } from "zod";
import type { LearnerConfig } from "../../meta/learner.ts";
import { adaptFromState } from "../adapt-from-state.ts";
import type { FewShotLearner } from "../learner.ts";
import { fineTuningFields, taskShape } from "../learner-config.ts";
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
