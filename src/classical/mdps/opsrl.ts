// Layer 4: posterior sampling that believes the best of several samples.

import { checkInteger } from "../../errors.ts";
import { createPlan, planFiniteHorizon } from "../../rl/finite-horizon.ts";
import type { ClassicalMethod } from "../method.ts";
import { EpisodicAgent } from "./episodic-agent.ts";
import { createModel } from "./posterior.ts";
import type { TabularPrior } from "./posterior.ts";
import { unitPrior } from "./priors.ts";
import { checkMdp } from "./setting.ts";

/** What is tried: of the values 1 to 20 of the code behind Duan et al. 2016, half; neighbours differ by little. */
const SAMPLES = [1, 2, 3, 4, 5, 6, 8, 10, 14, 20];

/** Makes `opsrl` for another prior. */
export function createOpsrl(prior: TabularPrior): ClassicalMethod {
  return {
    name: "opsrl",
    source:
      "Osband and Van Roy 2017, Why is posterior sampling better than optimism for reinforcement learning?, " +
      "https://arxiv.org/abs/1607.00215",
    grid: SAMPLES.map((samples) => ({ samples })),
    createAgents(setting, parameters) {
      checkMdp("opsrl", setting, parameters, { samples: [1, 1000] });
      const samples = parameters["samples"]!;
      checkInteger("opsrl.samples", samples, 1);
      const sample = createModel(setting);
      const sampled = createPlan(setting, setting.horizon);
      return ({ rng }) =>
        new EpisodicAgent({
          setting,
          rng,
          prior,
          plan: ({ actionValues }, posterior) => {
            actionValues.fill(-Infinity);
            for (let k = 0; k < samples; k++) {
              posterior.drawModel(rng, sample);
              planFiniteHorizon(sample, setting.horizon, sampled);
              raise(actionValues, sampled.actionValues);
            }
          },
        });
    },
  };
}

/**
 * At the start of each episode, draws `samples` MDPs from the posterior and solves each; then takes the action with the
 * greatest of all action values.
 */
export const opsrl: ClassicalMethod = createOpsrl(unitPrior);

/** Raises numbers to others that are greater. */
function raise(values: Float64Array, others: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (others[i]! > values[i]!) values[i] = others[i]!;
  }
}
