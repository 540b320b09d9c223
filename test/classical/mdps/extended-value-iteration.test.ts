import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  expectOptimistically,
  planOptimistically,
} from "../../../src/classical/mdps/extended-value-iteration.ts";
import { createRandom } from "../../../src/random.ts";
import { createPlan, planFiniteHorizon } from "../../../src/rl/finite-horizon.ts";
import type { TabularModel } from "../../../src/rl/finite-horizon.ts";
import { drawDirichlet } from "../../../src/samplers.ts";

const size = { states: 3, actions: 2 };
const HORIZON = 4;

function expectBest(transitions: number[], values: number[], width: number): number {
  const order = Int32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return expectOptimistically({
    transitions,
    begin: 0,
    width,
    values: Float64Array.from(values),
    order,
  });
}

function drawModel(seed: number): TabularModel {
  const rng = createRandom(seed);
  const { states, actions } = size;
  const transitions = new Float64Array(states * actions * states);
  const flat = new Float64Array(transitions.length).fill(1);
  for (let at = 0; at < transitions.length; at += states) {
    drawDirichlet(rng, flat, transitions, at, at + states);
  }
  const rewards = new Float64Array(states * actions);
  rng.normals(rewards);
  return { ...size, transitions, rewards };
}

/** All ways to divide a number of parts among three. */
function listParts(total: number): number[][] {
  const parts: number[][] = [];
  for (let a = 0; a <= total; a++) {
    for (let b = 0; a + b <= total; b++) parts.push([a, b, total - a - b]);
  }
  return parts;
}

describe("expectOptimistically", () => {
  it("moves half of the width from the worst states to the best", () => {
    // Values 1 < 3 < 5. Width 0.4 moves 0.2 from the first: 0.3·1 + 0.5·5 + 0.2·3 = 3.4. Width 1.2 moves 0.6, all 0.5 of the first
    // and 0.1 of the last: 0.9·5 + 0.1·3 = 4.8. Width 2 moves everything.
    expect(expectBest([0.5, 0.3, 0.2], [1, 5, 3], 0)).toBeCloseTo(2.6, 12);
    expect(expectBest([0.5, 0.3, 0.2], [1, 5, 3], 0.4)).toBeCloseTo(3.4, 12);
    expect(expectBest([0.5, 0.3, 0.2], [1, 5, 3], 1.2)).toBeCloseTo(4.8, 12);
    expect(expectBest([0.5, 0.3, 0.2], [1, 5, 3], 2)).toBeCloseTo(5, 12);
    expect(expectBest([0.5, 0.3, 0.2], [1, 5, 3], 100)).toBeCloseTo(5, 12);
  });

  it("solves the linear program: no vertex of the set is better, and one is as good", () => {
    // With probabilities that are multiples of 1/12 and a width that is one of 2/12, so are the vertices: all are listed.
    const PARTS = 12;
    const all = listParts(PARTS);
    const scenario = fc.record({
      estimate: fc.constantFrom(...all),
      half: fc.nat(PARTS),
      values: fc.tuple(...new Array<fc.Arbitrary<number>>(3).fill(fc.integer({ min: -9, max: 9 }))),
    });
    fc.assert(
      fc.property(scenario, ({ estimate, half, values }) => {
        const near = all.filter(
          (parts) =>
            parts.reduce((sum, part, i) => sum + Math.abs(part - (estimate[i] ?? NaN)), 0) <=
            2 * half,
        );
        const best = Math.max(
          ...near.map(
            (parts) => parts.reduce((sum, part, i) => sum + part * (values[i] ?? NaN), 0) / PARTS,
          ),
        );
        const transitions = estimate.map((part) => part / PARTS);
        expect(expectBest(transitions, [...values], (2 * half) / PARTS)).toBeCloseTo(best, 12);
      }),
      { numRuns: 300 },
    );
  });
});

describe("planOptimistically", () => {
  const none = new Float64Array(6);

  it("plans for the estimate if nothing else is near enough", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const model = drawModel(seed);
        const plan = createPlan(size, HORIZON);
        planOptimistically({ model, rewardWidths: none, transitionWidths: none }, HORIZON, plan);
        const expected = planFiniteHorizon(model, HORIZON);
        expect(plan.actionValues).toBeAllClose(expected.actionValues, { rtol: 1e-9, atol: 1e-9 });
        expect(plan.values).toBeAllClose(expected.values, { rtol: 1e-9, atol: 1e-9 });
      }),
      { numRuns: 30 },
    );
  });

  it("adds the widths of rewards at every step", () => {
    const model = drawModel(3);
    const plan = createPlan(size, HORIZON);
    const rewardWidths = new Float64Array(6).fill(0.5);
    planOptimistically({ model, rewardWidths, transitionWidths: none }, HORIZON, plan);
    const expected = planFiniteHorizon(model, HORIZON).values.map((value) => value + 0.5 * HORIZON);
    expect(plan.values).toBeAllClose(expected, { rtol: 1e-9 });
  });

  it("values every state at least as high as any MDP of the set does", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, otherSeed) => {
        const [model, truth] = [drawModel(seed), drawModel(otherSeed)];
        const rewardWidths = none.map((_, pair) =>
          Math.abs((model.rewards[pair] ?? NaN) - (truth.rewards[pair] ?? NaN)),
        );
        const transitionWidths = none.map((_, pair) => {
          let distance = 0;
          for (let at = pair * 3; at < pair * 3 + 3; at++) {
            distance += Math.abs((model.transitions[at] ?? NaN) - (truth.transitions[at] ?? NaN));
          }
          return distance;
        });
        const plan = createPlan(size, HORIZON);
        planOptimistically({ model, rewardWidths, transitionWidths }, HORIZON, plan);
        planFiniteHorizon(truth, HORIZON).values.forEach((value, state) => {
          expect(plan.values[state]).toBeGreaterThanOrEqual(value - 1e-9);
        });
      }),
      { numRuns: 100 },
    );
  });
});
