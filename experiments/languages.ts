// Languages, told by a few words.

import { defineFewShotExperiment } from "acclimate/few-shot";
import { languages } from "../task-sets/languages.ts";
import { classLearners, fewShotPresets, omniglotNetwork } from "./presets/few-shot-presets.ts";

export default defineFewShotExperiment({
  name: "languages",
  description: "Which of N languages a short text is in",
  taskSets: [languages],
  learners: classLearners,
  presets: {
    ...fewShotPresets({
      shared: { ways: 5, shots: 1, network: omniglotNetwork },
      outerSteps: { adapting: 400, prototypical: 400, pretrained: 400 },
      innerLearningRates: { maml: 0.1, reptile: 0.1, pretrained: 0.1, head: 0.1, fromScratch: 0.1 },
    }),
  },
});
