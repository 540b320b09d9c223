// Layer 4: an agent that plans when an episode begins, and follows the plan to its end.

import type { Random } from "../../random.ts";
import { createPlan } from "../../rl/finite-horizon.ts";
import type { FiniteHorizonPlan } from "../../rl/finite-horizon.ts";
import type { Agent, Transition } from "../agent.ts";
import type { TrialSetting } from "../method.ts";
import { drawBest } from "./draw-best.ts";
import { TabularPosterior } from "./posterior.ts";
import type { TabularPrior } from "./posterior.ts";

/** What distinguishes one method from another. */
export interface EpisodicAgentOptions {
  readonly setting: TrialSetting;
  readonly rng: Random;
  /** What the agent believes before the first step. */
  readonly prior: TabularPrior;
  /**
   * Plans an episode by writing `actionValues`; the rest of a plan is not looked at.
   * @param posterior - what the agent believes after all steps so far
   * @param episode - counted from 1
   */
  readonly plan: (plan: FiniteHorizonPlan, posterior: TabularPosterior, episode: number) => void;
  /** The probability of an action drawn uniformly instead. @defaultValue 0 */
  readonly epsilon?: number;
}

/**
 * Acts by the greatest action value of its plan. Several actions that are equally good are drawn from: always to take the
 * first of those that were never tried makes a method look worse than it is.
 */
export class EpisodicAgent implements Agent {
  readonly #options: EpisodicAgentOptions;
  readonly #posterior: TabularPosterior;
  readonly #plan: FiniteHorizonPlan;
  #episode = 0;
  #step = 0;

  constructor(options: EpisodicAgentOptions) {
    this.#options = options;
    this.#posterior = new TabularPosterior(options.setting, options.prior);
    this.#plan = createPlan(options.setting, options.setting.horizon);
  }

  act(state: number): number {
    const { setting, rng, plan, epsilon = 0 } = this.#options;
    const { states, actions } = setting;
    if (this.#step === 0) plan(this.#plan, this.#posterior, ++this.#episode);
    if (epsilon > 0 && rng.uniform() < epsilon) return rng.integer(actions);
    const first = (this.#step * states + state) * actions;
    return drawBest(rng, this.#plan.actionValues, first, actions);
  }

  learn(transition: Transition): void {
    this.#posterior.learn(transition);
    this.#step = transition.ended ? 0 : this.#step + 1;
  }
}
