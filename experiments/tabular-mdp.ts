// Random finite MDPs (those of Duan et al. 2016) in the gradient protocol: 20 episodes with the initial policy, one
// policy-gradient step on them, 20 episodes more.
//
// docs/environments/tabular-mdp.md describes the environment, experiments/results/tabular-mdp.md the results, and
// experiments/results/learners.md what each learner makes of it.

import { defineExperiment } from "acclimate";
import { tabularMdpDuan2016 } from "../envs/tabular-mdp.ts";
import { learnerPresets, learners } from "./presets/learner-presets.ts";

// One preset for each learner and variant, all on as many environment steps: experiments/results/learners.md.
const learnersOnMdps = learnerPresets({
  shared: {
    outerSteps: 60,
    metaBatchSize: 20,
    policy: { hiddenSizes: [64, 64], activation: "tanh" },
    evaluation: { tasks: 200, innerSteps: 3 },
  },
  innerLearningRate: 2,
  episodesPerTask: 20,
  trustRegion: { cgIterations: 5 },
  adam: 3e-3,
  adamOfSeveral: 1e-3,
  exploration: 0.1,
  fineTuning: { pretrained: 4, random: 8 },
});

export default defineExperiment({
  name: "tabular-mdp",
  description:
    "Random finite MDPs, by MAML-TRPO and other learners: 20 episodes, a gradient step, 20 more",
  environments: [tabularMdpDuan2016],
  learners,
  presets: {
    // About a minute.
    quick: {
      outerSteps: 100,
      metaBatchSize: 40,
      inner: { learningRate: 2 },
      evaluation: { tasks: 400, innerSteps: 3 },
    },

    ...learnersOnMdps,

    // The 550 numbers of an MDP would be 1,100 features of a linear baseline, all the same in all steps of a task.
    oracle: { ...learnersOnMdps["oracle"], baseline: { kind: "network" } },
  },
});
