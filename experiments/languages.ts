// Languages: which of N languages are these few words of? The languages of a task were never seen in training.
// docs/task-sets.md describes the data, experiments/results/few-shot.md has the results.

import { defineFewShotExperiment } from "acclimate/few-shot";
import { languages } from "../task-sets/languages.ts";
import { classLearners, fewShotPresets } from "./presets/few-shot-presets.ts";

export default defineFewShotExperiment({
  name: "languages",
  description: "Languages that were never seen, told apart after a few words of each",
  taskSets: [languages],
  learners: classLearners,
  presets: fewShotPresets({
    shared: { ways: 5, shots: 1 },
    arePictures: false,
    maml: { outerSteps: 1000, learningRate: 0.4 },
    reptile: { outerSteps: 400, learningRate: 0.1 },
    prototypical: { outerSteps: 1000, ways: 20 },
    fineTuning: { outerSteps: 1000, pretrained: 0.1, head: 0.1, fromScratch: 0.3 },
  }),
});
