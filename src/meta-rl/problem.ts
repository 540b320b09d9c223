// Layer 4: what is to be learned: an environment family and a policy that fits its spaces.

import { categoricalMlp } from "../nn/categorical-mlp.ts";
import { gaussianMlp } from "../nn/gaussian-mlp.ts";
import type { GaussianMlpOptions } from "../nn/gaussian-mlp.ts";
import type { Policy } from "../nn/policy.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { encodedSize } from "../rl/spaces.ts";

/** The network of a policy; its input and output sizes follow from the environment. */
export interface PolicyConfig extends Omit<GaussianMlpOptions, "sizes"> {
  readonly hiddenSizes: readonly number[];
}

/** What is to be learned: a distribution of tasks and the policy that plays them. */
export interface Problem {
  readonly environment: EnvironmentFamily;
  readonly policy: Policy;
}

/** Makes the policy for an environment's spaces: Gaussian for a Box of actions, categorical for a Discrete one. */
export function createProblem(environment: EnvironmentFamily, config: PolicyConfig): Problem {
  const { observationSpace, actionSpace } = environment;
  const sizes = [encodedSize(observationSpace), ...config.hiddenSizes, encodedSize(actionSpace)];
  const { activation, initialisation, contextSize, initialStd, minStd } = config;
  const mlp = { sizes, activation, initialisation, contextSize };
  const policy =
    actionSpace.kind === "box" ? gaussianMlp({ ...mlp, initialStd, minStd }) : categoricalMlp(mlp);
  return { environment, policy };
}
