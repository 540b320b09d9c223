// Layer 4: the method that explores by chance only.

import { planFiniteHorizon } from "../../rl/finite-horizon.ts";
import type { CreateAgent } from "../agent.ts";
import type { ClassicalMethod, TrialSetting } from "../method.ts";
import { EpisodicAgent } from "./episodic-agent.ts";
import { createModel } from "./posterior.ts";
import type { TabularPrior } from "./posterior.ts";
import { weakPrior } from "./priors.ts";
import { checkMdp } from "./setting.ts";

/** Makes `greedy` for another prior. */
export function createGreedy(prior: TabularPrior): ClassicalMethod {
  return {
    name: "greedy",
    source: "Duan et al. 2016, section 3.1.2, https://arxiv.org/abs/1611.02779",
    grid: [{}],
    createAgents(setting, parameters) {
      checkMdp("greedy", setting, parameters, {});
      return createGreedyAgents(setting, prior, 0);
    },
  };
}

/** At the start of each episode, plans for the expected MDP; then follows the plan. */
export const greedy: ClassicalMethod = createGreedy(weakPrior);

/**
 * Makes agents that follow the plan for the expected MDP.
 * @param epsilon - the probability of an action drawn uniformly instead
 */
export function createGreedyAgents(
  setting: TrialSetting,
  prior: TabularPrior,
  epsilon: number,
): CreateAgent {
  const model = createModel(setting);
  return ({ rng }) =>
    new EpisodicAgent({
      setting,
      rng,
      prior,
      epsilon,
      plan: (plan, posterior) => {
        posterior.writeMean(model);
        planFiniteHorizon(model, setting.horizon, plan);
      },
    });
}
