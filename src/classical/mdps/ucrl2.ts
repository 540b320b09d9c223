// Layer 4: optimism over confidence sets.

import type { ClassicalMethod } from "../method.ts";
import { createConfidenceSet, writeConfidenceSet } from "./confidence-set.ts";
import { EpisodicAgent } from "./episodic-agent.ts";
import { planOptimistically } from "./extended-value-iteration.ts";
import type { TabularPrior } from "./posterior.ts";
import { weakPrior } from "./priors.ts";
import { checkMdp } from "./setting.ts";

/** What is tried; the best values on random MDPs lie inside. */
const REWARD_SCALES = [0.1, 0.15, 0.2, 0.3];
const TRANSITION_SCALES = [0.015, 0.025, 0.04, 0.06];

/** Makes `ucrl2` for estimates with another prior. */
export function createUcrl2(prior: TabularPrior): ClassicalMethod {
  return {
    name: "ucrl2",
    source: "Jaksch, Ortner and Auer 2010, https://jmlr.org/papers/v11/jaksch10a.html",
    grid: REWARD_SCALES.flatMap((rewardScale) =>
      TRANSITION_SCALES.map((transitionScale) => ({ rewardScale, transitionScale })),
    ),
    createAgents(setting, parameters) {
      const range = [0, 1000] as const;
      checkMdp("ucrl2", setting, parameters, { rewardScale: range, transitionScale: range });
      const rewardScale = parameters["rewardScale"]!;
      const transitionScale = parameters["transitionScale"]!;
      const { horizon } = setting;
      const set = createConfidenceSet(setting);
      return ({ rng }) =>
        new EpisodicAgent({
          setting,
          rng,
          prior,
          plan: (plan, posterior, episode) => {
            const t = (episode - 1) * horizon + 1;
            writeConfidenceSet(posterior, { t, rewardScale, transitionScale }, set);
            planOptimistically(set, horizon, plan);
          },
        });
    },
  };
}

/**
 * At the start of each episode, plans for the best of all MDPs that are plausible after what was seen.
 *
 * Differs from the paper, which has rewards in [0, 1] and no episodes: the widths of its sets are scaled, those of rewards
 * and of transitions apart, and a new plan is made for every episode instead of when a count has doubled.
 */
export const ucrl2: ClassicalMethod = createUcrl2(weakPrior);
