// Handwritten digits: which of N digits, each at one of four rotations, is this? The digits of a task were never seen in
// training. docs/task-sets.md describes the data, experiments/results/few-shot.md has the results.

import { defineFewShotExperiment } from "acclimate/few-shot";
import { digits } from "../task-sets/digits.ts";
import { classLearners, fewShotPresets } from "./presets/few-shot-presets.ts";

export default defineFewShotExperiment({
  name: "digits",
  description: "Handwritten digits that were never seen, told apart after a few examples of each",
  taskSets: [digits],
  learners: classLearners,
  presets: {
    ...fewShotPresets({
      shared: { ways: 5, shots: 1 },
      arePictures: true,
      maml: { outerSteps: 400, learningRate: 0.1 },
      reptile: { outerSteps: 60, learningRate: 0.1 },
      prototypical: { outerSteps: 150, ways: 20 },
      fineTuning: { outerSteps: 200, pretrained: 0.3, head: 0.3, fromScratch: 0.3 },
    }),

    // The small network that classifiers of MNIST are explained with, 784-64-10 with ReLU, cross-entropy and Adam, on tasks of
    // all ten outputs: an inner loop on five examples of each class, an outer loop over tasks.
    "mlp-64": {
      ways: 10,
      shots: 5,
      queries: 5,
      metaBatchSize: 8,
      outerSteps: 200,
      network: { hiddenSizes: [64], activation: "relu" },
      inner: { steps: 3, learningRate: 0.1 },
      outer: { learningRate: 0.01 },
    },
  },
});
