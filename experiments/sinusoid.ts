// Sinusoids (Finn et al. 2017, section 5.1): the curve of a sine of unknown amplitude and phase, from ten of its points.
// docs/task-sets.md describes the tasks, experiments/results/few-shot.md has the results beside those of the paper.

import {
  defineFewShotExperiment,
  fromScratch,
  maml,
  pretrained,
  reptile,
} from "acclimate/few-shot";
import { sinusoid } from "../task-sets/sinusoid.ts";

// The script released with the paper: cbfinn/maml, main.py: two layers of 40 ReLU, 25 tasks, Adam 1e-3. A task has as many
// points to be judged by as to adapt on.
const shared = {
  ways: 1,
  shots: 10,
  queries: 10,
  network: { hiddenSizes: [40, 40], activation: "relu" },
  evaluation: { queries: 100 },
} as const;
const adapting = { ...shared, metaBatchSize: 25, outerSteps: 40_000 } as const;
const shorter = { ...adapting, outerSteps: 10_000 } as const;
const inner = { steps: 1, learningRate: 0.01 } as const;

export default defineFewShotExperiment({
  name: "sinusoid",
  description: "Sines of unknown amplitude and phase, drawn after a few of their points",
  taskSets: [sinusoid],
  learners: [maml, reptile, pretrained, fromScratch],
  presets: {
    // The paper trains for 70,000 outer steps.
    maml: { ...adapting, inner },
    fomaml: { ...shorter, inner: { ...inner, firstOrder: true } },
    "meta-sgd": { ...shorter, inner: { ...inner, stepSizes: "per-parameter" } },
    anil: { ...shorter, inner: { ...inner, adapts: "head" } },
    // From weights as large as those of the others, its first inner steps lead to numbers that are not finite.
    reptile: {
      ...shorter,
      outerSteps: 20_000,
      learner: "reptile",
      network: { ...shared.network, initialisation: "truncated-normal" },
      inner: { steps: 10, learningRate: 0.01 },
      outer: { stepSize: "0.3 * 0.1^(outerStep / 20000)" },
    },
    // The best of 0.001, 0.002, 0.005 and 0.01 after one step on tasks of the validation split, as is that below of 0.0005 to 0.004.
    pretrained: { ...adapting, learner: "pretrained", inner: { learningRate: 0.002 } },
    "from-scratch": {
      ...shared,
      learner: "from-scratch",
      outerSteps: 1,
      inner: { learningRate: 0.001 },
    },
  },
});
