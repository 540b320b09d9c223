// Digits, characters and languages from one network, with tasks of different sizes, after Meta-Dataset (Triantafillou et al.
// 2020, https://arxiv.org/abs/1903.03096). docs/task-sets.md describes the data, experiments/results/few-shot.md has the results.

import { defineFewShotExperiment } from "acclimate/few-shot";
import { mixed } from "../task-sets/mixed.ts";
import { classLearners, fewShotPresets } from "./presets/few-shot-presets.ts";

export default defineFewShotExperiment({
  name: "mixed",
  description:
    "Digits, characters and languages from one network, with 3 to 8 classes and 1 to 5 examples of each",
  taskSets: [mixed],
  learners: classLearners,
  presets: fewShotPresets({
    shared: { ways: [3, 8], shots: [1, 5] },
    arePictures: false,
    // The outer gradients of a few small tasks would outweigh all others: docs/few-shot.md#networks.
    maml: { outerSteps: 2000, learningRate: 0.4, maxGradientNorm: 1 },
    reptile: { outerSteps: 500, learningRate: 0.1 },
    prototypical: { outerSteps: 1500, ways: [10, 20] },
    fineTuning: { outerSteps: 1500, pretrained: 0.1, head: 0.1, fromScratch: 0.3 },
  }),
});
