// Layer 4: Thompson sampling with the likeliest of several draws.

import { checkInteger } from "../../errors.ts";
import type { Random } from "../../random.ts";
import { drawBeta } from "../../samplers.ts";
import type { Agent, Transition } from "../agent.ts";
import type { ClassicalMethod } from "../method.ts";
import { ArmCounts } from "./arm-counts.ts";
import { checkBandit } from "./setting.ts";
import { RL2_PAPER } from "./sources.ts";

/**
 * Draws the means of all arms from their posterior, `samples` times over, keeps the draw that has the highest probability
 * density, and pulls the arm whose mean is the greatest there. With one sample this is Thompson sampling.
 *
 * Differs from May et al. 2012, https://jmlr.org/papers/v13/may12a.html, after whom it is named: there, an arm is never taken
 * for worse than its mean.
 */
export const optimisticThompson: ClassicalMethod = {
  name: "optimistic-thompson",
  source: RL2_PAPER,
  // Differs from Duan et al. 2016, who tried all numbers from 1 to 20: of neighbours one does as well as the other.
  grid: [1, 2, 5, 10, 15, 20].map((samples) => ({ samples })),
  createAgents(setting, parameters) {
    checkBandit("optimistic-thompson", setting, parameters, { samples: [1, 1e6] });
    const samples = parameters["samples"]!;
    checkInteger("optimistic-thompson.samples", samples, 1);
    return ({ rng }) => new OptimisticThompsonAgent(setting.actions, samples, rng);
  },
};

class OptimisticThompsonAgent implements Agent {
  readonly #counts: ArmCounts;
  readonly #arms: number;
  readonly #samples: number;
  readonly #rng: Random;

  constructor(arms: number, samples: number, rng: Random) {
    this.#counts = new ArmCounts(arms);
    this.#arms = arms;
    this.#samples = samples;
    this.#rng = rng;
  }

  act(): number {
    const { successes, failures } = this.#counts;
    let chosen = 0;
    let highest = -Infinity;
    for (let sample = 0; sample < this.#samples; sample++) {
      let best = 0;
      let greatest = 0;
      // The logarithm of the density but for a constant: the factors of the Beta distributions are the same for all draws.
      let logDensity = 0;
      for (let arm = 0; arm < this.#arms; arm++) {
        const a = successes[arm]!;
        const b = failures[arm]!;
        const mean = drawBeta(this.#rng, a, b);
        if (a > 1) logDensity += (a - 1) * Math.log(mean);
        if (b > 1) logDensity += (b - 1) * Math.log(1 - mean);
        if (mean > greatest) {
          greatest = mean;
          best = arm;
        }
      }
      if (logDensity > highest) {
        highest = logDensity;
        chosen = best;
      }
    }
    return chosen;
  }

  learn({ action, reward }: Transition): void {
    this.#counts.add(action, reward);
  }
}
