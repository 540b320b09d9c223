// Layer 4: what the methods believe before the first step.
//
// Duan et al. 2016 do not say. These are what the code has that their table was made with, iosband/TabulaRL, and docs/
// classical-mdps.md shows that others do not yield the published numbers.

import type { TabularPrior } from "./posterior.ts";

/** Every transition as likely as another, mean rewards N(0, 1). The rewards of the tasks are N(1, 1) instead. */
export const unitPrior: TabularPrior = { concentration: 1, rewardMean: 0, rewardPrecision: 1 };

/**
 * Next to nothing: after one step the expected MDP is what was counted, the most probable one if every MDP were as likely
 * as another. Where nothing was counted, rewards are 0 and next states as likely as one another.
 */
export const weakPrior: TabularPrior = {
  concentration: 1e-4,
  rewardMean: 0,
  rewardPrecision: 1e-4,
};
