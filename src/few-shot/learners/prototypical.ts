// Layer 4: prototypical networks (Snell et al. 2017): a class is the mean of the embeddings of its support items.

import type { Tensor3D } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { compile } from "../../backend/compile.ts";
import { withAdam } from "../../meta/adam-improvement.ts";
import { adamFields } from "../../meta/config-fields.ts";
import type { LearnerConfig } from "../../meta/learner.ts";
import { perModel } from "../../meta/per-model.ts";
import type { Network } from "../../nn/network.ts";
import { tileParams } from "../../nn/params.ts";
import type { Params } from "../../nn/params.ts";
import { checkClassification } from "../check-classification.ts";
import { bodyOf } from "../head.ts";
import type { TaskBatch } from "../item-batch.ts";
import type { FewShotLearner } from "../learner.ts";
import { taskShape } from "../learner-config.ts";
import type { FewShotObjective } from "../objective.ts";
import { fewShotOuterStep } from "../outer-step.ts";
import { predictTasks, repeatPredictions } from "../predict-tasks.ts";
import { prototypeScores } from "../prototype-scores.ts";
import { sampleOuterTasks } from "../sample.ts";
import { startFewShotStopwatch } from "../stopwatch.ts";

const configShape = {
  ...taskShape,
  outer: z.strictObject(adamFields).prefault({}),
} as const;

/** The configuration that {@link prototypical} reads. */
export type PrototypicalConfig = LearnerConfig<typeof configShape>;

/**
 * Prototypical networks: an item belongs to the class whose prototype is nearest to its embedding. No inner steps are made:
 * predictions are the same after any number of them.
 *
 * The network's features are the embedding; its head is not used.
 *
 * @see Snell et al. 2017, https://arxiv.org/abs/1703.05175, algorithm 1
 */
export const prototypical: FewShotLearner<typeof configShape> = {
  name: "prototypical",
  configShape,

  initialise({ network, taskSet }, _, rng) {
    checkClassification("prototypical", taskSet);
    const params = network.initialise(rng);
    const body = bodyOf(network, params);
    for (const [name, value] of Object.entries(params)) if (!(name in body)) value.dispose();
    return withAdam({ params: body, optimiser: {} });
  },

  outerStep(input) {
    const { network } = input.problem;
    const stopwatch = startFewShotStopwatch();
    return fewShotOuterStep(input, {
      stopwatch,
      adam: input.config.outer,
      objective: prototypicalObjective(network),
      sample() {
        const { tasks, ...sample } = sampleOuterTasks(input, stopwatch);
        return { ...sample, report: { tasks: tasks.length } };
      },
    });
  },

  adapt({ state, config, innerSteps, ...input }) {
    const predict = predictionOf(input.problem.network);
    const { tasksPerChunk } = config;
    const adaptation = predictTasks({ ...input, tasksPerChunk }, ({ support, query }) => [
      predict(state.params, { support, query }),
    ]);
    return repeatPredictions(adaptation, innerSteps);
  },
};

function prototypicalObjective(network: Network): FewShotObjective<TaskBatch> {
  return {
    network,
    kind: "classification",
    key: "prototypical",
    predict: (meta, batch) => ({ after: predictQueries(network, meta, batch) }),
  };
}

const predictionOf = perModel((network: Network) =>
  compile("predict", (meta: Params, batch: TaskBatch) => predictQueries(network, meta, batch)),
);

function predictQueries(network: Network, meta: Params, { support, query }: TaskBatch): Tensor3D {
  const params = tileParams(meta, query.weights.shape[0]);
  const embed = ({ inputs, weights }: TaskBatch["query"]): Tensor3D =>
    network.embed(params, inputs, weights);
  return prototypeScores(embed(support), support.targets, embed(query));
}
