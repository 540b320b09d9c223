import { describe, expect, it } from "vitest";
import {
  createConfidenceSet,
  writeConfidenceSet,
} from "../../../src/classical/mdps/confidence-set.ts";
import { planOptimistically } from "../../../src/classical/mdps/extended-value-iteration.ts";
import { TabularPosterior } from "../../../src/classical/mdps/posterior.ts";
import { weakPrior } from "../../../src/classical/mdps/priors.ts";
import { createRandom } from "../../../src/random.ts";
import { createPlan } from "../../../src/rl/finite-horizon.ts";
import { tabularMdpDuan2016 } from "../../../envs/tabular-mdp.ts";

describe("writeConfidenceSet", () => {
  it("has the widths of the paper, times their scales", () => {
    const setting = { states: 2, actions: 1, horizon: 3, episodes: 1 };
    const posterior = new TabularPosterior(setting, weakPrior);
    for (const ended of [false, false, false, true]) {
      posterior.learn({ state: 0, action: 0, reward: 2, nextState: 1, ended });
    }
    const set = createConfidenceSet(setting);
    writeConfidenceSet(posterior, { t: 5, rewardScale: 3, transitionScale: 0.5 }, set);
    // State 0 has 4 rewards and 3 next states, state 1 has none, which counts as 1; 2 S A t / δ = 400, 2 A t / δ = 200.
    const rewardWidth = Math.sqrt((7 * Math.log(400)) / 2);
    const transitionWidth = Math.sqrt(14 * 2 * Math.log(200));
    expect(set.rewardWidths).toBeAllClose([(3 * rewardWidth) / 2, 3 * rewardWidth]);
    expect(set.transitionWidths).toBeAllClose([
      (0.5 * transitionWidth) / Math.sqrt(3),
      0.5 * transitionWidth,
    ]);
    expect(set.model.rewards).toBeAllClose([2, 0], { rtol: 1e-4 });
    expect(set.model.transitions).toBeAllClose([0, 1, 0.5, 0.5], { rtol: 1e-3, atol: 1e-4 });
  });

  it("holds an MDP that is at least as good as the true one, after whatever was seen", () => {
    // The paper's sets miss the truth with probability δ = 0.05 at most; with what is drawn here none of 50 does.
    const { states, actions, horizon } = { states: 10, actions: 5, horizon: 10 };
    const setting = { states, actions, horizon, episodes: 20 };
    const rng = createRandom(1);
    const set = createConfidenceSet(setting);
    const plan = createPlan(setting, horizon);
    for (const task of tabularMdpDuan2016.sampleTasks(rng, 50)) {
      const posterior = new TabularPosterior(setting, weakPrior);
      const environment = tabularMdpDuan2016.createEnvironment(task);
      for (let episode = 0; episode < 20; episode++) {
        let state = Number(environment.reset(rng));
        for (let step = 0; step < horizon; step++) {
          const action = rng.integer(actions);
          const { observation, reward } = environment.step(action);
          const nextState = Number(observation);
          posterior.learn({ state, action, reward, nextState, ended: step === horizon - 1 });
          state = nextState;
        }
      }
      writeConfidenceSet(posterior, { t: 201, rewardScale: 1, transitionScale: 1 }, set);
      planOptimistically(set, horizon, plan);
      const optimal = tabularMdpDuan2016.optimalReturn?.(task) ?? NaN;
      expect(plan.values[0]).toBeGreaterThanOrEqual(optimal);
    }
  });
});
