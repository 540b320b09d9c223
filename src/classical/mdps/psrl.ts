// Layer 4: posterior sampling for reinforcement learning.

import { planFiniteHorizon } from "../../rl/finite-horizon.ts";
import type { ClassicalMethod } from "../method.ts";
import { EpisodicAgent } from "./episodic-agent.ts";
import { createModel } from "./posterior.ts";
import type { TabularPrior } from "./posterior.ts";
import { unitPrior } from "./priors.ts";
import { checkMdp } from "./setting.ts";

/** Makes `psrl` for another prior. */
export function createPsrl(prior: TabularPrior): ClassicalMethod {
  return {
    name: "psrl",
    source:
      "Strens 2000, A Bayesian framework for reinforcement learning; " +
      "Osband, Russo and Van Roy 2013, algorithm 1, https://arxiv.org/abs/1306.0940",
    grid: [{}],
    createAgents(setting, parameters) {
      checkMdp("psrl", setting, parameters, {});
      const sample = createModel(setting);
      return ({ rng }) =>
        new EpisodicAgent({
          setting,
          rng,
          prior,
          plan: (plan, posterior) => {
            posterior.drawModel(rng, sample);
            planFiniteHorizon(sample, setting.horizon, plan);
          },
        });
    },
  };
}

/** At the start of each episode, draws an MDP from the posterior; then follows the best policy for that one. */
export const psrl: ClassicalMethod = createPsrl(unitPrior);
