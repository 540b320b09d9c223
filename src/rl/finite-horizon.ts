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
  /** `[horizon, states, actions]`: the expected return from a step on, of an action and the best ones after it. */
  readonly actionValues: Float64Array;
  /** `[horizon, states]`: the best action at each step; the one of the lowest index where several are best. */
  readonly policy: Int32Array;
  /** `[states]`: the expected return from each state over the whole horizon, undiscounted. */
  readonly values: Float64Array;
}

/**
 * Plans by `q[t](s, a) = r(s, a) + sum over s' of p(s' | s, a) v[t+1](s')` and `v[t](s) = max over a of q[t](s, a)`, with
 * v[horizon] = 0.
 *
 * @param horizon - steps to go
 * @param plan - written instead of a new one, of the same sizes
 * @returns the caller owns it
 * @throws {@link ShapeError} if the arrays do not fit the numbers of states and actions
 */
export function planFiniteHorizon(
  model: TabularModel,
  horizon: number,
  plan: FiniteHorizonPlan = createPlan(model, horizon),
): FiniteHorizonPlan {
  const { states, actions, transitions, rewards } = model;
  checkLength("planFiniteHorizon: transitions", transitions, [states, actions, states]);
  checkLength("planFiniteHorizon: rewards", rewards, [states, actions]);
  checkLength("planFiniteHorizon: plan.actionValues", plan.actionValues, [
    horizon,
    states,
    actions,
  ]);
  plan.values.fill(0);
  for (let step = horizon - 1; step >= 0; step--) planStep(model, step, plan);
  return plan;
}

/**
 * Plans one step, as {@link planFiniteHorizon} does for each from the last to the first; for models that differ between
 * steps.
 * @param plan - its `values` are those after the step, and are replaced; they begin as zeros
 */
export function planStep(model: TabularModel, step: number, plan: FiniteHorizonPlan): void {
  const { states, actions } = model;
  backUp(model, plan.values, plan.actionValues, step * states * actions);
  maximise(actions, step, plan);
}

/** Makes a plan for {@link planFiniteHorizon} to write. */
export function createPlan(
  size: { readonly states: number; readonly actions: number },
  horizon: number,
): FiniteHorizonPlan {
  const { states, actions } = size;
  checkInteger("createPlan: states", states, 1);
  checkInteger("createPlan: actions", actions, 1);
  checkInteger("createPlan: horizon", horizon, 1);
  return {
    actionValues: new Float64Array(horizon * states * actions),
    policy: new Int32Array(horizon * states),
    values: new Float64Array(states),
  };
}

/** Writes r(s, a) + sum over s' of p(s' | s, a) next(s') for all states and actions, from `begin` on. */
function backUp(
  { states, actions, transitions, rewards }: TabularModel,
  next: Float64Array,
  out: Float64Array,
  begin: number,
): void {
  const rows = states * actions;
  let row = 0;
  // Four sums side by side take half the time: each addition waits for the one before it in its own sum.
  for (; row + 4 <= rows; row += 4) {
    let [a, b, c, d] = [rewards[row]!, rewards[row + 1]!, rewards[row + 2]!, rewards[row + 3]!];
    let at = row * states;
    for (let to = 0; to < states; to++, at++) {
      const value = next[to]!;
      a += transitions[at]! * value;
      b += transitions[at + states]! * value;
      c += transitions[at + 2 * states]! * value;
      d += transitions[at + 3 * states]! * value;
    }
    out[begin + row] = a;
    out[begin + row + 1] = b;
    out[begin + row + 2] = c;
    out[begin + row + 3] = d;
  }
  for (; row < rows; row++) {
    let sum = rewards[row]!;
    for (let to = 0; to < states; to++) sum += transitions[row * states + to]! * next[to]!;
    out[begin + row] = sum;
  }
}

/** Writes the best actions of a step, and their values, by the action values of that step. */
export function maximise(actions: number, step: number, plan: FiniteHorizonPlan): void {
  const { actionValues, policy, values } = plan;
  const states = values.length;
  for (let state = 0, at = step * states * actions; state < states; state++) {
    let best = -Infinity;
    for (let action = 0; action < actions; action++, at++) {
      const value = actionValues[at]!;
      if (value <= best) continue;
      best = value;
      policy[step * states + state] = action;
    }
    values[state] = best;
  }
}
