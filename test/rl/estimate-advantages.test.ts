import { describe, expect, it } from "vitest";
import { normaliseAdvantages } from "../../src/rl/advantages.ts";
import { fitBaseline, predictBaseline } from "../../src/rl/baseline.ts";
import { estimateAdvantages } from "../../src/rl/estimate-advantages.ts";
import type { Rollout } from "../../src/rl/trajectories.ts";
import { expectedOf, fixtureNames, readFixture, toRollout } from "../golden/maml-fixture.ts";
import { createRollout } from "./rollouts.ts";

const estimated = ["returns", "baselineValues", "rawAdvantages", "advantages"] as const;

describe("estimateAdvantages", () => {
  it.each(fixtureNames())("agrees with the float64 numbers of %s to 1e-9", (name) => {
    const fixture = readFixture(name);
    const { gamma, gaeLambda, baselineRidge } = fixture.hyperparameters;
    const options = { discount: gamma, gaeLambda, ridge: baselineRidge };
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
    const options = { discount: 0.5, gaeLambda: 0, ridge: 0.1 };
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

  it("rejects a ridge that is not positive", () => {
    expect(() =>
      estimateAdvantages(createRollout(), { discount: 1, gaeLambda: 1, ridge: -1 }),
    ).toThrow("fitBaseline: ridge must be positive, got -1");
  });
});

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}
