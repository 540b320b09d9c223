// MAML on Bernoulli bandits (the bandits of Duan et al. 2016) in the gradient protocol: n pulls with the initial policy, one
// policy-gradient step on them, n pulls more. It is not the total reward during n pulls, which RL² is judged by:
// docs/adaptation-protocols.md.
//
// docs/environments/bernoulli-bandit.md describes the environment, experiments/results/bernoulli-bandit.md the results.

import { defineExperiment, maml } from "acclimate";
import {
  bernoulliBanditK10,
  bernoulliBanditK5,
  bernoulliBanditK50,
} from "../envs/bernoulli-bandit.ts";

// Adapted policies nearly always pull one arm. Their divergence hardly feels a step then, and a limit of 0.01, which suits
// continuous actions, lets noise carry the initial policy away from exploring: experiments/results/bernoulli-bandit.md.
const outer = { maxKl: 0.001 };

const policy = { hiddenSizes: [32, 32], activation: "tanh" } as const;

export default defineExperiment({
  name: "bernoulli-bandit",
  description: "MAML-TRPO on Bernoulli bandits: n pulls, a gradient step, n more",
  environments: [bernoulliBanditK5, bernoulliBanditK10, bernoulliBanditK50],
  learners: [maml],
  presets: {
    // A few seconds.
    n10: {
      outerSteps: 120,
      metaBatchSize: 100,
      policy,
      inner: { learningRate: 0.3, episodesPerTask: 10 },
      outer,
      evaluation: { tasks: 1000, episodesPerTask: 10, innerSteps: 1 },
    },

    n100: {
      outerSteps: 120,
      metaBatchSize: 40,
      policy,
      inner: { learningRate: 0.3, episodesPerTask: 100 },
      outer,
      evaluation: { tasks: 1000, episodesPerTask: 100, innerSteps: 1 },
    },
  },
});
