// Layer 4: the method that explores at a constant rate.

import type { Random } from "../../random.ts";
import type { Agent, Transition } from "../agent.ts";
import type { ClassicalMethod } from "../method.ts";
import { meanReward } from "./greedy.ts";
import { IndexAgent } from "./index-agent.ts";
import { checkBandit } from "./setting.ts";

/** Pulls any arm with probability `epsilon`, otherwise the one with the greatest mean reward. */
export const epsilonGreedy: ClassicalMethod = {
  name: "epsilon-greedy",
  source: "Sutton and Barto 2018, section 2.4, http://incompleteideas.net/book/the-book-2nd.html",
  grid: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((epsilon) => ({ epsilon })),
  createAgents(setting, parameters) {
    checkBandit("epsilon-greedy", setting, parameters, { epsilon: [0, 1] });
    const epsilon = parameters["epsilon"]!;
    return ({ rng }) => new EpsilonGreedyAgent(setting.actions, epsilon, rng);
  },
};

class EpsilonGreedyAgent implements Agent {
  readonly #arms: number;
  readonly #epsilon: number;
  readonly #greedy: IndexAgent;
  readonly #rng: Random;

  constructor(arms: number, epsilon: number, rng: Random) {
    this.#arms = arms;
    this.#epsilon = epsilon;
    this.#greedy = new IndexAgent(arms, meanReward);
    this.#rng = rng;
  }

  act(): number {
    return this.#rng.uniform() < this.#epsilon ? this.#rng.integer(this.#arms) : this.#greedy.act();
  }

  learn(transition: Transition): void {
    this.#greedy.learn(transition);
  }
}
