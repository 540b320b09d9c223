// Layer 4: the method that explores at a constant rate.

import type { ClassicalMethod } from "../method.ts";
import { createGreedyAgents } from "./greedy.ts";
import type { TabularPrior } from "./posterior.ts";
import { weakPrior } from "./priors.ts";
import { checkMdp } from "./setting.ts";

/** What is tried: the values of the code behind Duan et al. 2016. */
const EPSILONS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Makes `epsilonGreedy` for another prior. */
export function createEpsilonGreedy(prior: TabularPrior): ClassicalMethod {
  return {
    name: "epsilon-greedy",
    source: "Duan et al. 2016, section 3.1.2, https://arxiv.org/abs/1611.02779",
    grid: EPSILONS.map((epsilon) => ({ epsilon })),
    createAgents(setting, parameters) {
      checkMdp("epsilon-greedy", setting, parameters, { epsilon: [0, 1] });
      return createGreedyAgents(setting, prior, parameters["epsilon"]!);
    },
  };
}

/** Acts as `greedy` does, but takes any action with probability `epsilon`. */
export const epsilonGreedy: ClassicalMethod = createEpsilonGreedy(weakPrior);
