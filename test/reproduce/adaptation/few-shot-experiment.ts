// A supervised experiment of seconds: toy classes, a method that learns and one that does not.

import { defineFewShotExperiment, fromScratch, maml, prototypical } from "acclimate/few-shot";
import { toyTaskSet } from "../../tasks/toy-classes.ts";

const shared = {
  ways: 2,
  shots: 1,
  queries: 2,
  network: { hiddenSizes: [4] },
  evaluation: { tasks: 6, innerSteps: 2, queries: 2 },
} as const;

export default defineFewShotExperiment({
  name: "toy-classes",
  description: "Items that say what they are",
  taskSets: [toyTaskSet()],
  learners: [maml, prototypical, fromScratch],
  presets: {
    maml: { ...shared, outerSteps: 5 },
    prototypical: { ...shared, learner: "prototypical", outerSteps: 5 },
    scratch: { ...shared, learner: "from-scratch", outerSteps: 1 },
  },
});
