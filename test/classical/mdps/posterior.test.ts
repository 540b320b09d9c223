import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Transition } from "../../../src/classical/agent.ts";
import { createModel, TabularPosterior } from "../../../src/classical/mdps/posterior.ts";
import { unitPrior, weakPrior } from "../../../src/classical/mdps/priors.ts";
import { createRandom } from "../../../src/random.ts";

const size = { states: 2, actions: 2 };

/** From state 0 by action 1 to state 1. */
const seen: Transition = { state: 0, action: 1, reward: 3, nextState: 1, ended: false };

const transition: fc.Arbitrary<Transition> = fc.record({
  state: fc.nat(1),
  action: fc.nat(1),
  reward: fc.double({ min: -5, max: 5, noNaN: true }),
  nextState: fc.nat(1),
  ended: fc.boolean(),
});

describe("TabularPosterior.learn", () => {
  it("adds 1 to the concentration of what was seen, and averages rewards with the prior's", () => {
    const posterior = new TabularPosterior(size, unitPrior);
    posterior.learn(seen);
    posterior.learn({ ...seen, reward: 0, nextState: 0 });
    posterior.learn({ ...seen, reward: 1, nextState: 1 });
    expect(Array.from(posterior.concentrations)).toEqual([1, 1, 2, 3, 1, 1, 1, 1]);
    expect(Array.from(posterior.rewardPrecisions)).toEqual([1, 4, 1, 1]);
    expect(posterior.rewardMeans).toBeAllClose([0, 1, 0, 0]); // (0 + 3 + 0 + 1) / 4
  });

  it("does not count where the last step of an episode led", () => {
    const posterior = new TabularPosterior(size, unitPrior);
    posterior.learn({ ...seen, ended: true });
    expect(Array.from(posterior.concentrations)).toEqual(new Array(8).fill(1));
    expect(Array.from(posterior.transitionCounts)).toEqual([0, 0, 0, 0]);
    expect(Array.from(posterior.rewardCounts)).toEqual([0, 1, 0, 0]);
    expect(Array.from(posterior.rewardMeans)).toEqual([0, 1.5, 0, 0]); // (0 + 3) / 2
  });

  it("equals the conjugate formulas whatever the order of the steps", () => {
    const prior = { concentration: 0.5, rewardMean: 1, rewardPrecision: 2 };
    fc.assert(
      fc.property(fc.array(transition, { maxLength: 20 }), (steps) => {
        const posterior = new TabularPosterior(size, prior);
        for (const step of steps) posterior.learn(step);
        for (let pair = 0; pair < 4; pair++) {
          const own = steps.filter(({ state, action }) => state * 2 + action === pair);
          const sum = own.reduce((total, { reward }) => total + reward, 0);
          expect(posterior.rewardMeans[pair]).toBeCloseTo((2 + sum) / (2 + own.length), 10);
          for (let to = 0; to < 2; to++) {
            const count = own.filter(({ nextState, ended }) => nextState === to && !ended).length;
            expect(posterior.concentrations[pair * 2 + to]).toBe(0.5 + count);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("TabularPosterior.writeMean", () => {
  it("divides concentrations by their sum", () => {
    const posterior = new TabularPosterior(size, unitPrior);
    posterior.learn(seen);
    const model = createModel(size);
    posterior.writeMean(model);
    expect(model.transitions).toBeAllClose([0.5, 0.5, 1 / 3, 2 / 3, 0.5, 0.5, 0.5, 0.5]);
    expect(Array.from(model.rewards)).toEqual([0, 1.5, 0, 0]);
  });

  it("is next to what was counted with the weak prior, and uniform where nothing was", () => {
    const posterior = new TabularPosterior(size, weakPrior);
    posterior.learn(seen);
    posterior.learn({ ...seen, reward: 1 });
    posterior.learn({ ...seen, nextState: 0, reward: 2 });
    const model = createModel(size);
    posterior.writeMean(model);
    const expected = [0.5, 0.5, 1 / 3, 2 / 3, 0.5, 0.5, 0.5, 0.5];
    expect(model.transitions).toBeAllClose(expected, { rtol: 1e-3 });
    expect(model.rewards).toBeAllClose([0, 2, 0, 0], { rtol: 1e-3 });
  });
});

describe("TabularPosterior.drawModel", () => {
  it("has the moments of the Dirichlet and the normal distributions", () => {
    // Shapes that are drawn in each way: fractions, whole ones that are small, and large ones.
    const posterior = new TabularPosterior({ states: 4, actions: 1 }, unitPrior);
    const concentrations = [0.5, 1, 3, 20, 8, 9, 1, 2, 2.5, 30, 0.1, 4, 1, 1, 1, 1];
    posterior.concentrations.set(concentrations);
    posterior.rewardMeans.set([0, 1, -2, 5]);
    posterior.rewardPrecisions.set([1, 4, 0.25, 100]);
    const model = createModel({ states: 4, actions: 1 });
    const rng = createRandom(1);
    const draws = Array.from({ length: 20_000 }, () => {
      posterior.drawModel(rng, model);
      return [...model.transitions, ...model.rewards];
    });
    const columns = concentrations.map((alpha, i) => {
      const row = concentrations.slice(i - (i % 4), i - (i % 4) + 4);
      const total = row.reduce((sum, shape) => sum + shape, 0);
      const mean = alpha / total;
      return { mean, variance: (mean * (1 - mean)) / (total + 1) };
    });
    const rewards = [0, 1, -2, 5].map((mean, i) => ({
      mean,
      variance: 1 / (posterior.rewardPrecisions[i] ?? NaN),
    }));
    [...columns, ...rewards].forEach(({ mean, variance }, column) => {
      const values = draws.map((draw) => draw[column] ?? NaN);
      const deviations = values.map((value) => (value - mean) ** 2);
      const standardError = Math.sqrt(variance / values.length);
      expect(Math.abs(average(values) - mean)).toBeLessThan(5 * standardError);
      // The variance of squared deviations is estimated: it depends on the fourth moment.
      const spread = Math.sqrt(average(deviations.map((d) => (d - variance) ** 2)));
      const off = Math.abs(average(deviations) - variance);
      expect(off).toBeLessThan((5 * spread) / Math.sqrt(values.length));
    });
    expect(draws.every((draw) => draw.slice(0, 16).every((p) => p >= 0 && p <= 1))).toBe(true);
  });

  it("draws probabilities that sum to 1", () => {
    const posterior = new TabularPosterior(size, unitPrior);
    const model = createModel(size);
    posterior.drawModel(createRandom(2), model);
    for (let begin = 0; begin < 8; begin += 2) {
      expect((model.transitions[begin] ?? NaN) + (model.transitions[begin + 1] ?? NaN)).toBeCloseTo(
        1,
      );
    }
  });
});

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
