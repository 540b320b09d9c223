// Chinese characters, drawn by strokes with the jitter of a hand: which of N characters is this? The characters of a task were
// never seen in training. docs/task-sets.md describes the data, experiments/results/few-shot.md has the results.

import { defineFewShotExperiment } from "acclimate/few-shot";
import { characters } from "../task-sets/characters.ts";
import { classLearners, fewShotPresets } from "./presets/few-shot-presets.ts";

export default defineFewShotExperiment({
  name: "characters",
  description: "Chinese characters that were never seen, told apart after a few drawings of each",
  taskSets: [characters],
  learners: classLearners,
  presets: fewShotPresets({
    shared: { ways: 5, shots: 1 },
    arePictures: true,
    maml: { outerSteps: 3000, learningRate: 0.4 },
    reptile: { outerSteps: 1000, learningRate: 0.3 },
    prototypical: { outerSteps: 1500, ways: 20 },
    fineTuning: { outerSteps: 1000, pretrained: 0.1, head: 0.1, fromScratch: 0.3 },
  }),
});
