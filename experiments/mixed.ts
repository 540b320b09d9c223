// Digits, characters and languages.

import { defineFewShotExperiment } from "acclimate/few-shot";
import { mixed } from "../task-sets/mixed.ts";
import { classLearners, fewShotPresets, omniglotNetwork } from "./presets/few-shot-presets.ts";

export default defineFewShotExperiment({
  name: "mixed",
  description: "Digits, characters and languages, with variable ways and shots",
  taskSets: [mixed],
  learners: classLearners,
  presets: {
    ...fewShotPresets({
      shared: { ways: 5, shots: 1, network: omniglotNetwork },
      outerSteps: { adapting: 400, prototypical: 400, pretrained: 400 },
      innerLearningRates: { maml: 0.1, reptile: 0.1, pretrained: 0.1, head: 0.1, fromScratch: 0.1 },
    }),
  },
});
