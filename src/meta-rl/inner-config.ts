// Layer 4: from the configured inner loop to the one that runs, and the state that a learner begins with.

import type { Random } from "../random.ts";
import { adaptiveModel } from "../meta/adaptation-rule.ts";
import type { InnerLoop } from "./policy-inner-loop.ts";
import type { LearnerState } from "./learner.ts";
import type { FineTuningConfig, InnerConfig, SamplingConfig } from "./learner-config.ts";
import type { InnerLoopRun } from "./outer-sample.ts";
import type { Problem } from "./problem.ts";
import { initialiseBaseline } from "./return-baseline.ts";

/** Plain policy-gradient steps on all parameters. */
export const plainInnerLoop: InnerLoop = {
  estimator: "policy-gradient",
  diceLambda: 1,
  entropyBonus: 0,
  adapts: "all",
  stepSizes: "fixed",
  firstOrder: false,
};

/** What an inner loop depends on; fields that a learner does not have are those of plain policy-gradient steps. */
export function innerLoopOf(config: InnerConfig | FineTuningConfig): InnerLoop {
  const { estimator, diceLambda, entropyBonus, adapts, stepSizes, firstOrder } = {
    ...plainInnerLoop,
    ...config,
  };
  return { estimator, diceLambda, entropyBonus, adapts, stepSizes, firstOrder };
}

/** The inner loop of an outer step; a learner without `steps` takes none. */
export function runOf(config: InnerConfig | FineTuningConfig): InnerLoopRun {
  const { learningRate, episodesPerTask } = config;
  const steps = "steps" in config ? config.steps : 0;
  return { inner: innerLoopOf(config), steps, learningRate, episodesPerTask };
}

/** What a learner's configuration must have for {@link initialiseLearner}. */
export interface InitialiseLearnerConfig extends Pick<SamplingConfig, "baseline"> {
  readonly inner: InnerConfig | FineTuningConfig;
}

/**
 * Draws meta-parameters, and what the baseline begins from.
 * @throws {@link ConfigError} if the policy has nothing of what is to adapt
 */
export function initialiseLearner(
  problem: Problem,
  config: InitialiseLearnerConfig,
  rng: Random,
): LearnerState {
  const model = adaptiveModel(problem.policy, innerLoopOf(config.inner));
  return {
    params: model.initialise(rng),
    optimiser: initialiseBaseline(problem, config, rng.split("baseline")),
  };
}
