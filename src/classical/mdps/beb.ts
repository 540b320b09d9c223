// Layer 4: the Bayesian exploration bonus.

import { planStep } from "../../rl/finite-horizon.ts";
import type { ClassicalMethod } from "../method.ts";
import { EpisodicAgent } from "./episodic-agent.ts";
import { createModel } from "./posterior.ts";
import type { TabularPrior } from "./posterior.ts";
import { unitPrior } from "./priors.ts";
import { checkMdp } from "./setting.ts";

/**
 * What is tried: the part of the values of the code behind Duan et al. 2016 that is not far off, with a factor of 10^0.2
 * between them.
 */
const BETAS = [0.2, 0.32, 0.5, 0.79, 1.26, 2, 3.17, 5.02, 7.96, 12.6, 20];

/** Makes `beb` for another prior. */
export function createBeb(prior: TabularPrior): ClassicalMethod {
  return {
    name: "beb",
    source:
      "Kolter and Ng 2009, Near-Bayesian exploration in polynomial time, https://doi.org/10.1145/1553374.1553441",
    grid: BETAS.map((beta) => ({ beta })),
    createAgents(setting, parameters) {
      checkMdp("beb", setting, parameters, { beta: [0, 1e6] });
      const beta = parameters["beta"]!;
      const { states, horizon } = setting;
      const mean = createModel(setting);
      return ({ rng }) =>
        new EpisodicAgent({
          setting,
          rng,
          prior,
          plan: (plan, posterior) => {
            const { rewardMeans, rewardPrecisions, transitionCounts } = posterior;
            posterior.writeMean(mean);
            plan.values.fill(0);
            for (let step = horizon - 1; step >= 0; step--) {
              const later = horizon - 1 - step;
              for (let pair = 0; pair < rewardMeans.length; pair++) {
                const concentration = states * prior.concentration + transitionCounts[pair]!;
                mean.rewards[pair] =
                  rewardMeans[pair]! +
                  1 / (1 + rewardPrecisions[pair]!) +
                  (beta * later) / (1 + concentration);
              }
              planStep(mean, step, plan);
            }
          },
        });
    },
  };
}

/**
 * At the start of each episode, plans for the expected MDP, in which an action that was rarely taken is rewarded with
 * 1 / (1 + τ) + β k / (1 + α) more: τ is the precision of its mean reward, α the sum of the Dirichlet parameters of its
 * next states, and k the number of steps after this one.
 *
 * Differs from Kolter and Ng, where rewards are known, so that there is no first part, and where the second is β / (1 + α):
 * with more steps to come there is more to gain from knowing where an action leads. With theirs the published numbers are
 * not reached.
 */
export const beb: ClassicalMethod = createBeb(unitPrior);
