import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, ShapeError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { createPlan, planFiniteHorizon, planStep } from "../../src/rl/finite-horizon.ts";
import type { TabularModel } from "../../src/rl/finite-horizon.ts";
import { drawDirichlet } from "../../src/samplers.ts";

/** Two states. In the first, action 0 pays 1 and stays, action 1 pays 0 and leads to the second, which pays 3 and leads back. */
const detour: TabularModel = {
  states: 2,
  actions: 2,
  transitions: [1, 0, 0, 1, 1, 0, 1, 0],
  rewards: [1, 0, 3, 3],
};

/** Sizes with few enough policies to list them all; rows of transitions that four divides and does not. */
const smallSize = fc.constantFrom(
  { states: 2, actions: 2, horizon: 3 }, // 2^6 policies
  { states: 2, actions: 3, horizon: 2 }, // 3^4
  { states: 3, actions: 1, horizon: 3 },
  { states: 3, actions: 2, horizon: 2 }, // 2^6
  { states: 1, actions: 5, horizon: 2 }, // 5^2
);

function drawModel(seed: number, size: { states: number; actions: number }): TabularModel {
  const { states, actions } = size;
  const rng = createRandom(seed);
  const transitions = new Float64Array(states * actions * states);
  const flat = new Float64Array(transitions.length).fill(1);
  for (let at = 0; at < transitions.length; at += states) {
    drawDirichlet(rng, flat, transitions, at, at + states);
  }
  const rewards = new Float64Array(states * actions);
  rng.normals(rewards);
  return { ...size, transitions, rewards };
}

/** The expected return from a state, by following every path. @param policy - `[horizon, states]` */
function evaluatePolicy(
  model: TabularModel,
  policy: ArrayLike<number>,
  state: number,
  step = 0,
): number {
  const { states, actions, transitions, rewards } = model;
  if (step * states >= policy.length) return 0;
  const pair = state * actions + (policy[step * states + state] ?? NaN);
  let value = rewards[pair] ?? NaN;
  for (let to = 0; to < states; to++) {
    value += (transitions[pair * states + to] ?? NaN) * evaluatePolicy(model, policy, to, step + 1);
  }
  return value;
}

/** Every assignment of an action to each of a number of places. */
function* listPolicies(places: number, actions: number): Generator<number[]> {
  for (let code = 0; code < actions ** places; code++) {
    yield Array.from({ length: places }, (_, i) => Math.floor(code / actions ** i) % actions);
  }
}

describe("planFiniteHorizon", () => {
  it("takes a detour only if there is time for its end", () => {
    // One step to go: 1 > 0, so v = [1, 3]. Two: max(1 + 1, 0 + 3) = 3, and 3 + 1 = 4. Three: max(1 + 3, 0 + 4) = 4 for both
    // actions, of which the first is taken, and 3 + 3 = 6.
    const { actionValues, policy, values } = planFiniteHorizon(detour, 3);
    expect(Array.from(actionValues)).toEqual([4, 4, 6, 6, 2, 3, 4, 4, 1, 0, 3, 3]);
    expect(Array.from(policy)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(Array.from(values)).toEqual([4, 6]);
  });

  it("weighs next states by their probabilities", () => {
    // 0.5 + 0.25·1 + 0.75·3 = 3 against 1 + 1 = 2; the second state stays: 3 + 3.
    const model = {
      ...detour,
      transitions: [1, 0, 0.25, 0.75, 0, 1, 0, 1],
      rewards: [1, 0.5, 3, 2],
    };
    expect(Array.from(planFiniteHorizon(model, 2).values)).toEqual([3, 6]);
  });

  it("finds the best of all policies, which the plan attains", () => {
    fc.assert(
      fc.property(fc.nat(), smallSize, (seed, { horizon, ...size }) => {
        const model = drawModel(seed, size);
        const { policy, values } = planFiniteHorizon(model, horizon);
        const policies = [...listPolicies(horizon * size.states, size.actions)];
        for (let state = 0; state < size.states; state++) {
          const best = Math.max(...policies.map((other) => evaluatePolicy(model, other, state)));
          expect(values[state]).toBeCloseTo(best, 12);
          expect(evaluatePolicy(model, policy, state)).toBeCloseTo(best, 12);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("overwrites a plan that is passed in", () => {
    const plan = createPlan(detour, 3);
    planFiniteHorizon({ ...detour, rewards: [9, 9, 9, 9] }, 3, plan);
    expect(planFiniteHorizon(detour, 3, plan)).toBe(plan);
    expect(plan).toEqual(planFiniteHorizon(detour, 3));
  });

  it("rejects arrays that do not fit", () => {
    expect(() => planFiniteHorizon({ ...detour, transitions: [1] }, 3)).toThrow(
      new ShapeError("planFiniteHorizon: transitions must have [2, 2, 2] = 8 elements, got 1"),
    );
    expect(() => planFiniteHorizon({ ...detour, rewards: [1] }, 3)).toThrow(
      new ShapeError("planFiniteHorizon: rewards must have [2, 2] = 4 elements, got 1"),
    );
    expect(() => planFiniteHorizon(detour, 3, createPlan(detour, 2))).toThrow(
      new ShapeError(
        "planFiniteHorizon: plan.actionValues must have [3, 2, 2] = 12 elements, got 8",
      ),
    );
  });
});

describe("planStep", () => {
  it("plans models that differ between steps", () => {
    const plan = createPlan(detour, 2);
    planStep({ ...detour, rewards: [0, 0, 5, 6] }, 1, plan); // v = [0, 6]
    planStep(detour, 0, plan);
    expect(Array.from(plan.actionValues)).toEqual([1, 6, 3, 3, 0, 0, 5, 6]);
    expect(Array.from(plan.policy)).toEqual([1, 0, 0, 1]);
    expect(Array.from(plan.values)).toEqual([6, 3]);
  });
});

describe("createPlan", () => {
  it("rejects sizes that are not positive integers", () => {
    expect(() => createPlan({ states: 2, actions: 2 }, 0)).toThrow(
      new ConfigError("createPlan: horizon: must be an integer >= 1, got 0"),
    );
  });
});
