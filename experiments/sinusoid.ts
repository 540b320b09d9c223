// Sinusoids (Finn et al. 2017, section 5.1).

import { defineFewShotExperiment, fromScratch, maml, pretrained, reptile } from "acclimate/few-shot";
import { sinusoid } from "../task-sets/sinusoid.ts";

const shared = {
  ways: 1,
  shots: 10,
  queries: 10,
  network: { hiddenSizes: [40, 40], activation: "relu", initialisation: "he-normal" },
  evaluation: { queries: 100 },
} as const;

const adapting = { ...shared, metaBatchSize: 25, outerSteps: 2000 } as const;
const inner = { steps: 1, learningRate: 0.01 } as const;

export default defineFewShotExperiment({
  name: "sinusoid",
  description: "Sinusoids of some amplitude and phase, from ten points",
  taskSets: [sinusoid],
  learners: [maml, reptile, pretrained, fromScratch],
  presets: {
    maml: { ...adapting, inner },
    pretrained: { ...adapting, learner: "pretrained", inner: { learningRate: 0.01 } },
  },
});
