// 2D navigation (Finn et al. 2017, section 5.3.1): a point must walk to a goal that it cannot observe. What a single
// policy can do is poor; after one policy-gradient step on 20 of its own episodes it walks to the goal.
//
// docs/environments/navigation.md describes the environment, experiments/results/navigation.md the results.

import { defineExperiment, maml } from "acclimate";
import { navigation } from "../envs/navigation.ts";

export default defineExperiment({
  name: "navigation",
  description: "MAML-TRPO on 2D navigation to an unobserved goal",
  environments: navigation,
  learner: maml,
  presets: {
    // Half a minute on two cores.
    quick: {
      outerSteps: 40,
      metaBatchSize: 20,
      weighting: "step",
      policy: { hiddenSizes: [64, 64], activation: "relu" },
      inner: { learningRate: 0.5 },
      outer: { cgDamping: 0.1, cgIterations: 5 },
      evaluation: { learningRate: "0.5 * 0.5^innerStep" },
    },

    // The script released with the paper (cbfinn/maml_rl 9c8e2eb, maml_examples/maml_trpo_point.py) and the paper's
    // evaluation: 40 tasks, 40 episodes, half the inner learning rate after the first step.
    // Differs from the script: damping 0.1 instead of 1e-5. The script's curvature products are finite differences of
    // float32 gradients with a step near 1e-9, which leaves little but its damping; with exact products and damping
    // 1e-5 the step follows directions of nearly no curvature. experiments/results/navigation.md shows both.
    paper: {
      outerSteps: 100,
      metaBatchSize: 40,
      weighting: "step",
      policy: { hiddenSizes: [100, 100], activation: "relu" },
      inner: { learningRate: 0.5 },
      outer: { cgDamping: 0.1 },
      evaluation: {
        tasks: 40,
        episodesPerTask: 40,
        innerSteps: 3,
        learningRate: "innerStep == 0 ? 0.5 : 0.25",
      },
    },

    // configs/maml/2d-navigation.yaml of tristandeleu/pytorch-maml-rl 21d4ba1, for timing and comparison.
    "pytorch-maml-rl": {
      environment: "navigation@pytorch-maml-rl",
      outerSteps: 500,
      metaBatchSize: 20,
      policy: { hiddenSizes: [64, 64], activation: "tanh" },
      inner: { learningRate: 0.1 },
    },
  },
});
