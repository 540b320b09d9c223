// Layer 4: planning for the best of all MDPs that are near enough to an estimate.

import { maximise } from "../../rl/finite-horizon.ts";
import type { FiniteHorizonPlan, TabularModel } from "../../rl/finite-horizon.ts";

/** All MDPs around an estimate. */
export interface ConfidenceSet {
  /** The estimate. */
  readonly model: TabularModel;
  /** `[states, actions]`: how far mean rewards may be from the estimate. */
  readonly rewardWidths: ArrayLike<number>;
  /** `[states, actions]`: how far next states' probabilities may be from the estimate, in the 1-norm. */
  readonly transitionWidths: ArrayLike<number>;
}

/**
 * Plans for the MDP of a set that allows the greatest values, which may be another one at each step.
 * @param plan - written
 * @see Jaksch, Ortner and Auer 2010, figure 2, https://jmlr.org/papers/v11/jaksch10a.html; here over a finite horizon
 */
export function planOptimistically(
  { model, rewardWidths, transitionWidths }: ConfidenceSet,
  horizon: number,
  plan: FiniteHorizonPlan,
): void {
  const { states, actions, transitions, rewards } = model;
  const { values, actionValues } = plan;
  const pairs = states * actions;
  const order = new Int32Array(states);
  values.fill(0);
  for (let step = horizon - 1; step >= 0; step--) {
    sortByValue(values, order);
    for (let pair = 0; pair < pairs; pair++) {
      const begin = pair * states;
      actionValues[step * pairs + pair] =
        rewards[pair]! +
        rewardWidths[pair]! +
        expectOptimistically({ transitions, begin, width: transitionWidths[pair]!, values, order });
    }
    maximise(actions, step, plan);
  }
}

/** One distribution over next states and what is near it. */
export interface OptimisticExpectation {
  readonly transitions: ArrayLike<number>;
  /** Where the estimated probabilities begin. */
  readonly begin: number;
  /** How far probabilities may be from the estimate, in the 1-norm. */
  readonly width: number;
  /** `[states]`: what each next state is worth. */
  readonly values: Float64Array;
  /** `[states]`: the states, that of the least value first. */
  readonly order: Int32Array;
}

/**
 * Returns the greatest expected value under any probabilities that are near enough: half of the width is added to the
 * best state, or as much as there is, and taken from the worst.
 */
export function expectOptimistically(options: OptimisticExpectation): number {
  const { transitions, begin, width, values, order } = options;
  const states = values.length;
  const best = order[states - 1]!;
  let moved = Math.min(width / 2, 1 - transitions[begin + best]!);
  let expected = 0;
  for (let to = 0; to < states; to++) expected += transitions[begin + to]! * values[to]!;
  for (let i = 0; i < states - 1 && moved > 0; i++) {
    const worst = order[i]!;
    const taken = Math.min(moved, transitions[begin + worst]!);
    expected += taken * (values[best]! - values[worst]!);
    moved -= taken;
  }
  return expected;
}

/** Writes the states in the order of their values, by insertion. */
function sortByValue(values: Float64Array, order: Int32Array): void {
  for (let state = 0; state < order.length; state++) {
    let place = state;
    for (; place > 0 && values[order[place - 1]!]! > values[state]!; place--) {
      order[place] = order[place - 1]!;
    }
    order[place] = state;
  }
}
