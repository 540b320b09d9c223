// Layer 4: the method that is optimal for a discounted sum of rewards without end.

import type { ClassicalMethod } from "../method.ts";
import { GREATEST_DISCOUNT } from "./gittins-index.ts";
import { gittinsTable } from "./gittins-table.ts";
import { IndexAgent } from "./index-agent.ts";
import { checkBandit } from "./setting.ts";

/**
 * Pulls the arm with the greatest Gittins index for `discount`. As what counts is the sum of a number of rewards, without a
 * discount, the discount stands for how far ahead it pays to look.
 *
 * Differs from Duan et al. 2016, who take the best of several approximations for each setting: the index is computed, with an
 * error that `gittinsTable` knows, and the discount is tuned.
 */
export const gittins: ClassicalMethod = {
  name: "gittins",
  source: "Gittins 1979, https://doi.org/10.1111/j.2517-6161.1979.tb01068.x",
  grid: [0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998].map((discount) => ({ discount })),
  createAgents(setting, parameters) {
    checkBandit("gittins", setting, parameters, { discount: [0, GREATEST_DISCOUNT] });
    const { indices } = gittinsTable({
      discount: parameters["discount"]!,
      pulls: setting.episodes,
    });
    const index = (successes: number, failures: number): number => {
      const pulls = successes + failures - 2;
      return indices[(pulls * (pulls + 1)) / 2 + successes - 1]!;
    };
    return () => new IndexAgent(setting.actions, index);
  },
};
