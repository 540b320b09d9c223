import { describe, expect, it } from "vitest";
import { normaliseAdvantages } from "../../src/rl/advantages.ts";
import { fitBaseline, predictBaseline } from "../../src/rl/baselines/fit-baseline.ts";
import { linearBaseline } from "../../src/rl/baselines/linear-baseline.ts";
import { zeroBaseline } from "../../src/rl/baselines/zero-baseline.ts";
import { estimateAdvantages } from "../../src/rl/estimate-advantages.ts";
import type { Baseline } from "../../src/rl/baselines/baseline.ts";
import { weightings } from "../../src/rl/step-weights.ts";
import type { Rollout } from "../../src/rl/trajectories.ts";
import { expectedOf, fixtureNames, readFixture, toRollout } from "../golden/maml-fixture.ts";
import { createRollout } from "./rollouts.ts";

const estimated = ["returns", "baselineValues", "rawAdvantages", "advantages"] as const;

describe("estimateAdvantages", () => {
  it.each(fixtureNames())("agrees with the float64 numbers of %s to 1e-9", (name) => {
    const fixture = readFixture(name);
    const { gamma, gaeLambda, baselineRidge } = fixture.hyperparameters;
    const baseline = linearBaseline(baselineRidge);
    const options = { discount: gamma, gaeLambda, baseline };
    for (const { preAdaptation, postAdaptation } of fixture.tasks) {
      for (const batch of [...preAdaptation, postAdaptation]) {
        const rollout = toRollout(fixture, [batch]);
        const estimates = estimateAdvantages(rollout, options);
        for (const key of estimated) {
          const expected = expectedOf([batch], key);
          expect(estimates[key]).toBeAllClose(expected, {
            rtol: 0,
            atol: 1e-9 * largest(expected),
          });
        }
        // The weights are looser: the features are so nearly dependent that they amplify rounding.
        const weights = batch.expected.baselineWeights.data;
        expect(fitBaseline({ ...rollout, returns: estimates.returns }, baselineRidge)).toBeAllClose(
          weights,
          { rtol: 0, atol: 1e-7 * largest(weights) },
        );
      }
    }
  });

  it("treats each task by itself", () => {
    const rollout = createRollout();
    const options = { discount: 0.9, gaeLambda: 0.8 };
    const { advantages } = estimateAdvantages(rollout, options);
    const second: Rollout = {
      ...rollout,
      tasks: 1,
      observations: rollout.observations.slice(6),
      rewards: rollout.rewards.slice(6),
      lengths: rollout.lengths.slice(2),
      terminated: rollout.terminated.slice(2),
      lastObservations: rollout.lastObservations.slice(2),
    };
    expect(advantages.slice(6)).toEqual(estimateAdvantages(second, options).advantages);
  });

  it("continues episodes that the clock ended with the baseline's prediction, if asked to", () => {
    const rollout = createRollout();
    const options = { discount: 0.5, gaeLambda: 0, baseline: linearBaseline(0.1) };
    const plain = estimateAdvantages(rollout, options);
    const bootstrapped = estimateAdvantages(rollout, { ...options, bootstrapTruncated: true });
    // With λ = 0 only the last step of an episode sees what follows: 0.5 v(last observation) more.
    const weightsOf = (task: number): Float64Array =>
      fitBaseline(
        {
          observations: rollout.observations.slice(task * 6, (task + 1) * 6),
          returns: plain.returns.slice(task * 6, (task + 1) * 6),
          lengths: rollout.lengths.slice(task * 2, (task + 1) * 2),
        },
        0.1,
      );
    const difference = plain.rawAdvantages.map(
      (advantage, at) => (bootstrapped.rawAdvantages[at] ?? NaN) - advantage,
    );
    const [first, second] = [weightsOf(0), weightsOf(1)];
    const expected = new Float64Array(12);
    expected[2] = 0.5 * (predictBaseline(first, [4], [3])[0] ?? NaN);
    expected[3] = 0.5 * (predictBaseline(first, [5], [1])[0] ?? NaN);
    expected[7] = 0; // terminated: nothing follows
    expected[11] = 0.5 * (predictBaseline(second, [3], [3])[0] ?? NaN);
    expect(difference).toBeAllClose(expected, { rtol: 1e-9, atol: 1e-12 });
    expect(bootstrapped.returns).toEqual(plain.returns);
    expect(bootstrapped.advantages.slice(6)).toEqual(
      normaliseAdvantages(bootstrapped.rawAdvantages.slice(6), [2, 3]),
    );
  });

  it("leaves advantages as they are without normalisation", () => {
    const options = { discount: 0.9, gaeLambda: 0.8, normaliseAdvantages: false };
    const estimates = estimateAdvantages(createRollout(), options);
    expect(estimates.advantages).toEqual(estimates.rawAdvantages);
    expect(estimates.scaledBaselines).toEqual(estimates.baselineValues);
    expect(Array.from(estimates.scales)).toEqual([1, 1]);
    const normalised = estimateAdvantages(createRollout(), {
      ...options,
      normaliseAdvantages: true,
    });
    expect(normalised.rawAdvantages).toEqual(estimates.rawAdvantages);
  });

  it.each(weightings)("splits scaled λ-returns into advantages and baselines (%s)", (weighting) => {
    const rollout = createRollout();
    const { lengths, rewards } = rollout;
    const gamma = 0.9;
    const lambda = 0.8;
    const options = { discount: gamma, gaeLambda: lambda, weighting };
    const estimates = estimateAdvantages(rollout, options);
    const { advantages, scaledBaselines, baselineValues, rawAdvantages, scales } = estimates;
    for (let row = 0; row < 4; row++) {
      const task = Math.floor(row / 2);
      const length = lengths[row] ?? NaN;
      // The λ-return by its definition: G[t] = r[t] + γ ((1 − λ) v[t+1] + λ G[t+1]), with nothing after the end.
      let next = 0;
      let nextValue = 0;
      for (let at = row * 3 + length - 1; at >= row * 3; at--) {
        next = (rewards[at] ?? NaN) + gamma * ((1 - lambda) * nextValue + lambda * next);
        nextValue = baselineValues[at] ?? NaN;
        const sum = (advantages[at] ?? NaN) + (scaledBaselines[at] ?? NaN);
        expect(sum).toBeAllClose(next / (scales[task] ?? NaN), { rtol: 1e-12 });
      }
      for (let at = row * 3 + length; at < (row + 1) * 3; at++) {
        expect([advantages[at], scaledBaselines[at]]).toEqual([0, 0]);
      }
    }
    for (const task of [0, 1]) {
      const [begin, end] = [task * 6, (task + 1) * 6];
      const ofTask = lengths.subarray(task * 2, (task + 1) * 2);
      expect(advantages.slice(begin, end)).toEqual(
        normaliseAdvantages(rawAdvantages.slice(begin, end), ofTask, weighting),
      );
    }
  });

  it("has advantages that are returns without a baseline", () => {
    const options = {
      discount: 0.5,
      gaeLambda: 1,
      baseline: zeroBaseline,
      normaliseAdvantages: false,
    };
    const { returns, advantages } = estimateAdvantages(createRollout(), options);
    // 3, 2 + 3/2, 1 + (2 + 3/2)/2; 10; -2, -1 - 1; 0.25, 0.25 + 0.125, 0.5 + 0.1875
    const expected = [2.75, 3.5, 3, 10, 0, 0, -2, -2, 0, 0.6875, 0.375, 0.25];
    expect(Array.from(returns)).toEqual(expected);
    expect(Array.from(advantages)).toEqual(expected);
  });

  it("calls the baseline once for all tasks, and asks for final values only where they count", () => {
    const rollout = createRollout();
    const calls: { rollout: Rollout; returns: Float64Array }[] = [];
    let finals = 0;
    // Padding of the values is not read, and what the baseline returns is not changed.
    const values = Float64Array.of(1, 1, 1, 1, NaN, NaN, 1, 1, NaN, 1, 1, 1);
    const before = values.slice();
    const baseline: Baseline = (data) => {
      calls.push(data);
      return {
        values,
        finalValues: () => {
          finals++;
          return Float64Array.of(2, 4, 8, 16);
        },
      };
    };
    const options = { discount: 0.5, gaeLambda: 0, baseline, normaliseAdvantages: false };
    const { returns, advantages } = estimateAdvantages(rollout, options);
    expect(calls).toEqual([{ rollout, returns }]);
    expect(finals).toBe(0);
    // r + v'/2 - v, with v = 1 and v' = 0 after the end
    expect(Array.from(advantages)).toEqual([0.5, 1.5, 2, 9, 0, 0, -1.5, -3, 0, 0, -0.25, -0.75]);
    expect(values).toEqual(before);
    const bootstrapped = estimateAdvantages(rollout, { ...options, bootstrapTruncated: true });
    expect(finals).toBe(1);
    // 2/2, 4/2, nothing after a terminated one, 16/2
    expect(Array.from(bootstrapped.advantages)).toEqual(
      [0.5, 1.5, 3, 11, 0, 0, -1.5, -3, 0, 0, -0.25, 7.25]); // prettier-ignore
  });

  it("divides rewards by the standard deviation of returns, if asked to", () => {
    const options = { discount: 0.5, gaeLambda: 0.7, normaliseAdvantages: false };
    const rollout = createRollout();
    const plain = estimateAdvantages(rollout, options);
    const real = [0, 1, 2, 3, 6, 7, 9, 10, 11].map((at) => plain.returns[at] ?? NaN);
    const mean = real.reduce((sum, value) => sum + value, 0) / 9;
    const std = Math.sqrt(real.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9);
    const scaled = estimateAdvantages(rollout, { ...options, normaliseRewards: true });
    expect(scaled.returns).toBeAllClose(
      plain.returns.map((value) => value / std),
      { rtol: 1e-12 },
    );
    // The regression is linear in what it is fitted to, so that everything scales.
    for (const key of ["baselineValues", "rawAdvantages", "scaledBaselines"] as const) {
      expect(scaled[key]).toBeAllClose(
        plain[key].map((value) => value / std),
        { rtol: 1e-9, atol: 1e-12 },
      );
    }
    expect(rollout).toEqual(createRollout());
  });
});

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}
