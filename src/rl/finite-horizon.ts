// Layer 3: exact planning in a finite MDP with a finite horizon, by backward induction.
//
// Puterman 1994, Markov Decision Processes, section 4.5.

import { checkInteger, checkLength } from "../errors.ts";

/** A finite MDP. */
export interface TabularModel {
  readonly states: number;
  readonly actions: number;
  /** `[states, actions, states]`: the probability of each next state. */
  readonly transitions: ArrayLike<number>;
  /** `[states, actions]`: the expected reward. */
  readonly rewards: ArrayLike<number>;
}

/** What is best with a number of steps to go. */
export interface FiniteHorizonPlan {
  /** `[horizon, states]`: the best action at each step; the one of the lowest index where several are best. */
  readonly policy: Int32Array;
  /** `[states]`: the expected return from each state over the whole horizon, undiscounted. */
  readonly values: Float64Array;
}

/**
 * Plans by v[t](s) = max over a of r(s, a) + sum over s' of p(s' | s, a) v[t+1](s'), with v[horizon] = 0.
 *
 * @param horizon - steps to go
 * @param plan - written instead of a new one, of the same sizes
 * @returns the caller owns it
 * @throws {@link ShapeError} if the arrays do not fit the numbers of states and actions
 */
export function planFiniteHorizon(
  model: TabularModel,
  horizon: number,
  plan: FiniteHorizonPlan = createPlan(model.states, horizon),
): FiniteHorizonPlan {
  const { states, actions, transitions, rewards } = model;
  checkLength("planFiniteHorizon: transitions", transitions, [states, actions, states]);
  checkLength("planFiniteHorizon: rewards", rewards, [states, actions]);
  const { policy, values } = plan;
  values.fill(0);
  const next = new Float64Array(states);
  for (let step = horizon - 1; step >= 0; step--) {
    next.set(values);
    for (let state = 0; state < states; state++) {
      let best = -Infinity;
      for (let action = 0; action < actions; action++) {
        const row = state * actions + action;
        let value = rewards[row]!;
        for (let to = 0, at = row * states; to < states; to++, at++) {
          value += transitions[at]! * next[to]!;
        }
        if (value > best) {
          best = value;
          policy[step * states + state] = action;
        }
      }
      values[state] = best;
    }
  }
  return plan;
}

/** Makes a plan for {@link planFiniteHorizon} to write. */
export function createPlan(states: number, horizon: number): FiniteHorizonPlan {
  checkInteger("createPlan: states", states, 1);
  checkInteger("createPlan: horizon", horizon, 1);
  return { policy: new Int32Array(horizon * states), values: new Float64Array(states) };
}
