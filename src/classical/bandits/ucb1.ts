// Layer 4: an upper confidence bound of each arm's mean.

import type { Agent, Transition } from "../agent.ts";
import type { ClassicalMethod } from "../method.ts";
import { argmax } from "./argmax.ts";
import { ArmCounts } from "./arm-counts.ts";
import { meanReward } from "./greedy.ts";
import { checkBandit } from "./setting.ts";
import { RL2_PAPER } from "./sources.ts";

/**
 * Pulls the arm with the greatest mean[i] + c sqrt(2 log t / T[i]), where t counts the pulls so far and T[i] those of arm i,
 * with one success and one failure before the first; t does not count those. For the first pull, t is 1.
 */
export const ucb1: ClassicalMethod = {
  name: "ucb1",
  source: `Auer, Cesa-Bianchi and Fischer 2002, figure 1, https://doi.org/10.1023/A:1013689704352; with the factor c of ${RL2_PAPER}`,
  grid: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((c) => ({ c })),
  createAgents(setting, parameters) {
    checkBandit("ucb1", setting, parameters, { c: [0, 100] });
    const c = parameters["c"]!;
    return () => new Ucb1Agent(setting.actions, c);
  },
};

class Ucb1Agent implements Agent {
  readonly #c: number;
  readonly #counts: ArmCounts;
  readonly #means: Float64Array;
  /** 1 / sqrt(T) of each arm. */
  readonly #widths: Float64Array;
  readonly #bounds: Float64Array;
  #t = 0;

  constructor(arms: number, c: number) {
    this.#c = c;
    this.#counts = new ArmCounts(arms);
    this.#means = new Float64Array(arms).fill(meanReward(1, 1));
    this.#widths = new Float64Array(arms).fill(Math.SQRT1_2);
    this.#bounds = new Float64Array(arms);
  }

  act(): number {
    const factor = this.#c * Math.sqrt(2 * Math.log(Math.max(1, this.#t)));
    const bounds = this.#bounds;
    for (let i = 0; i < bounds.length; i++) {
      bounds[i] = this.#means[i]! + factor * this.#widths[i]!;
    }
    return argmax(bounds);
  }

  learn({ action, reward }: Transition): void {
    this.#counts.add(action, reward);
    const successes = this.#counts.successes[action]!;
    const failures = this.#counts.failures[action]!;
    this.#means[action] = meanReward(successes, failures);
    this.#widths[action] = 1 / Math.sqrt(successes + failures);
    this.#t++;
  }
}
