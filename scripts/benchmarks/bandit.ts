// A problem that is small in every way, to measure what an outer step costs besides arithmetic: 20 Bernoulli bandits of 5
// arms, 100 episodes of one step each, a policy with two layers of 32 units, TRPO with 10 conjugate gradient iterations.
//
//   npm run acclimate -- bench scripts/benchmarks/bandit.ts

import { defineExperiment, maml } from "acclimate";
import { bernoulliBanditK5 } from "../../envs/bernoulli-bandit.ts";

export default defineExperiment({
  name: "bandit-benchmark",
  description: "what an outer step costs besides arithmetic",
  environments: [bernoulliBanditK5],
  learners: [maml],
  presets: {
    default: {
      outerSteps: 100,
      metaBatchSize: 20,
      policy: { hiddenSizes: [32, 32], activation: "tanh" },
      inner: { learningRate: 0.1, episodesPerTask: 100 },
    },
  },
});
