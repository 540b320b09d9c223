// 2D navigation (Finn et al. 2017, section 5.3.1): a point must walk to a goal that it cannot observe. What a single
// policy can do is poor; after one policy-gradient step on 20 of its own episodes it walks to the goal.
//
// docs/environments/navigation.md describes the environment; experiments/results/ has the results: maml-navigation.md beside
// those of the paper, navigation.md beside another project, learners.md what each learner makes of it.

import { defineExperiment } from "acclimate";
import { navigation } from "../envs/navigation.ts";
import { learnerPresets, learners } from "./presets/learner-presets.ts";

const relu64 = { hiddenSizes: [64, 64], activation: "relu" } as const;

// The paper's evaluation: 40 tasks, half the inner learning rate after the first step. Its 40 episodes of a task are as many
// as make 4,000 steps: an episode that ends early is followed by another. 120 episodes are about as many steps once the policy
// comes to its goal.
const paper = {
  outerSteps: 100,
  metaBatchSize: 40,
  weighting: "step",
  policy: { hiddenSizes: [100, 100], activation: "relu" },
  inner: { learningRate: 0.5 },
  evaluation: {
    tasks: 40,
    episodesPerTask: 120,
    innerSteps: 3,
    learningRate: "innerStep == 0 ? 0.5 : 0.25",
  },
} as const;

// Differs from the script released with the paper: damping 0.01 instead of 1e-5. The script's curvature products are finite
// differences of float32 gradients with a step near 1e-9, which leaves little but its damping; with exact products and
// damping 1e-5 the step follows directions of nearly no curvature. experiments/results/maml-navigation.md shows both.
const paperOuter = { cgDamping: 0.01 };

// Without inner steps, twice the outer steps are as many environment steps.
const withoutInnerSteps = { ...paper, outerSteps: 2 * paper.outerSteps, outer: paperOuter };

// The paper's baselines are fine-tuned with a step size that was tuned by hand. Each of these is the best of 0.0125, 0.025, … 1.6
// by the mean return after one to three steps on tasks of another seed; half of it after the first step. The 0.5 that MAML is
// trained for sends a pretrained policy out of the arena: experiments/results/maml-navigation.md.
function fineTuningAt(rate: number): object {
  return { ...paper.evaluation, learningRate: `innerStep == 0 ? ${rate} : ${rate / 2}` };
}

export default defineExperiment({
  name: "navigation",
  description: "2D navigation to an unobserved goal, by MAML-TRPO and other learners",
  environments: navigation,
  learners,
  presets: {
    // Half a minute on two cores.
    quick: {
      outerSteps: 40,
      metaBatchSize: 20,
      weighting: "step",
      policy: relu64,
      inner: { learningRate: 0.5 },
      outer: { cgDamping: 0.1, cgIterations: 5 },
      evaluation: { learningRate: "0.5 * 0.5^innerStep" },
    },

    // The script released with the paper: cbfinn/maml_rl 9c8e2eb, maml_examples/maml_trpo_point.py.
    paper: { ...paper, outer: paperOuter },

    // What the paper compares with: acclimate reproduce maml-navigation.
    "paper-pretrained": {
      ...withoutInnerSteps,
      learner: "pretrained",
      evaluation: fineTuningAt(0.025),
    },
    "paper-random": {
      ...paper,
      outerSteps: 1,
      learner: "random",
      evaluation: fineTuningAt(0.8),
    },
    "paper-oracle": { ...withoutInnerSteps, learner: "oracle" },

    // configs/maml/2d-navigation.yaml of tristandeleu/pytorch-maml-rl 21d4ba1, for timing and comparison.
    "pytorch-maml-rl": {
      environment: "navigation@pytorch-maml-rl",
      outerSteps: 500,
      metaBatchSize: 20,
      policy: { hiddenSizes: [64, 64], activation: "tanh" },
      inner: { learningRate: 0.1 },
    },

    // One for each learner and variant, all on as many environment steps: experiments/results/learners.md.
    ...learnerPresets({
      shared: {
        outerSteps: 40,
        metaBatchSize: 20,
        weighting: "step",
        policy: relu64,
        evaluation: { learningRate: "0.5 * 0.5^innerStep" },
      },
      innerLearningRate: 0.5,
      episodesPerTask: 20,
      trustRegion: { cgDamping: 0.1, cgIterations: 5 },
      adam: 3e-3,
      adamOfSeveral: 1e-3,
      exploration: 0.01,
      fineTuning: { pretrained: "0.2 * 0.5^innerStep", random: "0.8 * 0.5^innerStep" },
    }),
  },
});
