// Layer 4: the nearest neighbour on raw inputs: what is there to gain without any learning.

import type { LearnerConfig } from "../../meta/learner.ts";
import type { FewShotTask } from "../../tasks/task-set.ts";
import { checkClassification } from "../check-classification.ts";
import type { FewShotAdaptation, FewShotAdaptInput, FewShotLearner } from "../learner.ts";
import { taskShape } from "../learner-config.ts";
import { repeatPredictions } from "../predict-tasks.ts";
import { stepWithoutLearning } from "../step-without-learning.ts";

const configShape = taskShape;

/** The configuration that {@link nearestNeighbour} reads. */
export type NearestNeighbourConfig = LearnerConfig<typeof configShape>;

/**
 * Matching by nearest neighbour: an item has the class of the support item that its inputs are nearest to, by Euclidean
 * distance. Nothing is learned.
 */
export const nearestNeighbour: FewShotLearner<typeof configShape> = {
  name: "nearest-neighbour",
  configShape,
  initialise({ taskSet }) {
    checkClassification("nearest-neighbour", taskSet);
    return { params: {}, optimiser: {} };
  },
  outerStep: (input) => stepWithoutLearning(input, matchNeighbours),
  adapt: matchNeighbours,
};

function matchNeighbours({
  tasks,
  innerSteps,
}: FewShotAdaptInput<NearestNeighbourConfig>): FewShotAdaptation {
  return repeatPredictions({ predictions: [tasks.map(scoreByNeighbours)] }, innerSteps);
}

/** Minus the squared distance to the nearest support item of each class. @returns `[queries, ways]` */
function scoreByNeighbours({ ways, support, query }: FewShotTask): Float32Array {
  const scores = new Float32Array(query.count * ways).fill(-Infinity);
  const width = query.inputs.length / query.count;
  for (let q = 0; q < query.count; q++) {
    for (let s = 0; s < support.count; s++) {
      let distance = 0;
      for (let i = 0; i < width; i++) {
        distance += (query.inputs[q * width + i]! - support.inputs[s * width + i]!) ** 2;
      }
      const at = q * ways + support.targets[s]!;
      scores[at] = Math.max(scores[at]!, -distance);
    }
  }
  return scores;
}
