// An experiment on small supervised tasks, for tests of the loop and of what it leaves.

import { fromScratch } from "../../src/few-shot/learners/from-scratch.ts";
import { maml } from "../../src/few-shot/learners/maml.ts";
import { nearestNeighbour } from "../../src/few-shot/learners/nearest-neighbour.ts";
import { pretrained } from "../../src/few-shot/learners/pretrained.ts";
import { prototypical } from "../../src/few-shot/learners/prototypical.ts";
import { reptile } from "../../src/few-shot/learners/reptile.ts";
import { mixTaskSets } from "../../src/tasks/mix-task-sets.ts";
import { defineFewShotExperiment } from "../../src/train/few-shot-experiment.ts";
import { blobs, lines } from "./toy-task-sets.ts";

/** Clouds that are drawn as pictures of 2 by 2. */
const near = blobs({ id: "near@test", inputShape: [2, 2], noise: 1, picture: "image" });

/** Clouds that lie apart, and are not drawn. */
const far = blobs({ id: "far@test", noise: 0.2 });

const mixed = mixTaskSets({
  id: "mixed@test",
  description: "Clouds of two kinds",
  domains: [
    { name: "near", taskSet: near },
    { name: "far", taskSet: far },
  ],
});

/** Small enough that a whole run takes little time. */
const small = {
  outerSteps: 4,
  metaBatchSize: 3,
  ways: 3,
  shots: 2,
  queries: 2,
  network: { hiddenSizes: [3] },
  evaluation: { tasks: 5, queries: 4, innerSteps: 2 },
} as const;

export default defineFewShotExperiment({
  name: "toy-tasks",
  description: "Small supervised tasks",
  taskSets: [blobs({ picture: "text" }), lines, mixed],
  learners: [maml, reptile, prototypical, nearestNeighbour, pretrained, fromScratch],
  presets: {
    maml: { ...small, inner: { steps: 2, stepSizes: "per-layer" } },
    reptile: { ...small, learner: "reptile" },
    prototypical: { ...small, learner: "prototypical" },
    "nearest-neighbour": { ...small, learner: "nearest-neighbour" },
    pretrained: { ...small, learner: "pretrained", batchSize: 8 },
    "from-scratch": { ...small, learner: "from-scratch" },
    regression: {
      ...small,
      taskSet: "lines@test",
      ways: 1,
      inner: { learningRate: "0.1 * 0.9^outerStep" },
    },
    mixed: {
      ...small,
      taskSet: "mixed@test",
      ways: [2, 3],
      shots: [1, 2],
      evaluation: { ...small.evaluation, tasks: 70, ways: [2, 4] },
    },
  },
});
