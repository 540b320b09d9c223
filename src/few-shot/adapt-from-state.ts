// Layer 4: adapting from the parameters that a learner has come to, as its configuration says.

import { adaptNetwork } from "./adapt-network.ts";
import type { FewShotAdaptation, FewShotAdaptInput } from "./learner.ts";
import type { InnerConfig, TaskConfig } from "./learner-config.ts";
import { ruleOf } from "./rule.ts";

/** What a learner's configuration must have for {@link adaptFromState}. */
export interface AdaptFromStateConfig extends Pick<TaskConfig, "tasksPerChunk"> {
  readonly inner: Pick<InnerConfig, "learningRate" | "adapts"> & Partial<InnerConfig>;
}

/** Takes gradient steps from the parameters of the state. */
export function adaptFromState({
  state,
  config,
  learningRate = config.inner.learningRate,
  outerStep = 0,
  ...input
}: FewShotAdaptInput<AdaptFromStateConfig>): FewShotAdaptation {
  return adaptNetwork({
    ...input,
    meta: state.params,
    rule: ruleOf(config.inner),
    tasksPerChunk: config.tasksPerChunk,
    learningRate,
    outerStep,
  });
}
