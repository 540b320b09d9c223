// Layer 4: an arm is pulled as often as it is believed to be the best.

import type { Random } from "../../random.ts";
import { drawBeta } from "../../samplers.ts";
import type { Agent, Transition } from "../agent.ts";
import type { ClassicalMethod } from "../method.ts";
import { argmax } from "./argmax.ts";
import { ArmCounts } from "./arm-counts.ts";
import { checkBandit } from "./setting.ts";

/** Draws a mean of each arm from its Beta posterior, and pulls the arm whose draw is the greatest. */
export const thompson: ClassicalMethod = {
  name: "thompson",
  source: "Thompson 1933, https://doi.org/10.1093/biomet/25.3-4.285",
  grid: [{}],
  createAgents(setting, parameters) {
    checkBandit("thompson", setting, parameters, {});
    return ({ rng }) => new ThompsonAgent(setting.actions, rng);
  },
};

class ThompsonAgent implements Agent {
  readonly #counts: ArmCounts;
  readonly #draws: Float64Array;
  readonly #rng: Random;

  constructor(arms: number, rng: Random) {
    this.#counts = new ArmCounts(arms);
    this.#draws = new Float64Array(arms);
    this.#rng = rng;
  }

  act(): number {
    const { successes, failures } = this.#counts;
    for (let arm = 0; arm < this.#draws.length; arm++) {
      this.#draws[arm] = drawBeta(this.#rng, successes[arm]!, failures[arm]!);
    }
    return argmax(this.#draws);
  }

  learn({ action, reward }: Transition): void {
    this.#counts.add(action, reward);
  }
}
