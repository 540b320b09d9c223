// MAML on random finite MDPs (those of Duan et al. 2016) in the gradient protocol: 20 episodes with the initial policy, one
// policy-gradient step on them, 20 episodes more.
//
// docs/environments/tabular-mdp.md describes the environment, experiments/results/tabular-mdp.md the results.

import { defineExperiment, maml } from "acclimate";
import { tabularMdpDuan2016 } from "../envs/tabular-mdp.ts";

export default defineExperiment({
  name: "tabular-mdp",
  description: "MAML-TRPO on random finite MDPs: 20 episodes, a gradient step, 20 more",
  environments: [tabularMdpDuan2016],
  learner: maml,
  presets: {
    // About a minute.
    quick: {
      outerSteps: 100,
      metaBatchSize: 40,
      inner: { learningRate: 2 },
      evaluation: { tasks: 400, innerSteps: 3 },
    },
  },
});
