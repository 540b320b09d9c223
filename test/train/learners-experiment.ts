// An experiment of real learners whose states hold more than parameters, small enough for tests of runs.

import { mamlAdam } from "../../src/meta-rl/learners/maml-adam.ts";
import { maml } from "../../src/meta-rl/learners/maml.ts";
import { oracle } from "../../src/meta-rl/learners/oracle.ts";
import { promp } from "../../src/meta-rl/learners/promp.ts";
import { defineExperiment } from "../../src/train/experiment.ts";
import { hitTarget } from "../meta-rl/toy-environments.ts";

const small = {
  outerSteps: 4,
  metaBatchSize: 3,
  policy: { hiddenSizes: [3] },
  evaluation: { tasks: 3, episodesPerTask: 2, innerSteps: 1 },
} as const;

const inner = { episodesPerTask: 3 } as const;

/** A value network that is learned, too. */
const baseline = { kind: "network", hiddenSizes: [3], epochs: 2, metaLearned: true } as const;

export default defineExperiment({
  name: "real",
  description: "Small trainings of several learners",
  environments: [hitTarget],
  learners: [maml, mamlAdam, promp, oracle],
  presets: {
    network: { ...small, inner: { ...inner, stepSizes: "per-layer" }, baseline },
    adam: { ...small, learner: "maml-adam", inner },
    promp: {
      ...small,
      learner: "promp",
      inner: { ...inner, steps: 2 },
      outer: { epochs: 2 },
      baseline,
    },
    oracle: { ...small, learner: "oracle", inner },
  },
});
