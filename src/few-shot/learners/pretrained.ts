// Layer 4: transfer: a network that is trained on all tasks or classes at once, then fine-tuned to a new task.

import { z } from "zod";
import { withAdam } from "../../meta/adam-improvement.ts";
import { adamFields } from "../../meta/config-fields.ts";
import type { LearnerConfig } from "../../meta/learner.ts";
import type { Network } from "../../nn/network.ts";
import { disposeParams, tileParams } from "../../nn/params.ts";
import type { Items, TaskSet } from "../../tasks/task-set.ts";
import { adaptFromState } from "../adapt-from-state.ts";
import { bodyOf, freshHead } from "../head.ts";
import { disposeItems, toItemBatch } from "../item-batch.ts";
import type { FewShotLearner, FewShotStepInput } from "../learner.ts";
import { fineTuningFields, taskShape } from "../learner-config.ts";
import type { FewShotObjective, QueryBatch } from "../objective.ts";
import { fewShotOuterStep } from "../outer-step.ts";
import type { FewShotOuterMethod } from "../outer-step.ts";
import type { FewShotProblem } from "../problem.ts";
import { sampleOuterTasks } from "../sample.ts";
import { startFewShotStopwatch } from "../stopwatch.ts";
import type { FewShotStopwatch } from "../stopwatch.ts";

const configShape = {
  ...taskShape,
  batchSize: z
    .int()
    .min(1)
    .default(256)
    .describe("items of all classes per outer step; regression takes metaBatchSize tasks instead"),
  inner: z.strictObject(fineTuningFields).prefault({}),
  outer: z.strictObject(adamFields).prefault({}),
} as const;

/** The configuration that {@link pretrained} reads. */
export type PretrainedConfig = LearnerConfig<typeof configShape>;

/**
 * Pretraining with fine-tuning. With classes, a network with a head for all classes of the training split learns to tell them
 * apart by Adam; its body with a fresh head, which begins at zeros, is fine-tuned to the classes of a task, all of it or
 * (`inner.adapts`) the head alone. With numbers, one network is trained on all tasks at once, without knowing the task.
 *
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5.1 (the baseline "pretrained"); Chen et al. 2019,
 *   https://arxiv.org/abs/1904.04232, section 3 (the baseline of classification, a head alone)
 */
export const pretrained: FewShotLearner<typeof configShape> = {
  name: "pretrained",
  configShape,

  initialise: (problem, _, rng) =>
    withAdam({ params: pretrainedNetwork(problem).initialise(rng), optimiser: {} }),

  outerStep(input) {
    const { problem, config, rng } = input;
    const { taskSet } = problem;
    const stopwatch = startFewShotStopwatch();
    const items = stopwatch.time("sample", () =>
      taskSet.sampleItems?.(rng.split("items"), { split: "train", count: config.batchSize }),
    );
    return fewShotOuterStep(input, {
      stopwatch,
      adam: config.outer,
      objective: jointObjective(problem),
      sample: () =>
        items === undefined ? sampleAllTasks(input, stopwatch) : batchOfClasses(taskSet, items),
    });
  },

  adapt(input) {
    const { state, problem } = input;
    if (problem.taskSet.sampleItems === undefined) return adaptFromState(input);
    const { network } = problem;
    const head = freshHead(network);
    const params = { ...bodyOf(network, state.params), ...head };
    const adaptation = adaptFromState({ ...input, state: { ...state, params } });
    disposeParams(head);
    return adaptation;
  },
};

/** The network that is trained: with an output for each class of the training split. */
function pretrainedNetwork({ taskSet, network, networkWith }: FewShotProblem): Network {
  return taskSet.sampleItems === undefined ? network : networkWith(taskSet.classes("train"));
}

function jointObjective(problem: FewShotProblem): FewShotObjective<QueryBatch> {
  const network = pretrainedNetwork(problem);
  return {
    network,
    kind: problem.taskSet.targets.kind,
    key: "joint",
    predict(meta, { query }) {
      const params = tileParams(meta, query.weights.shape[0]);
      return { after: network.apply(params, query.inputs, query.weights) };
    },
  };
}

type JointSample = ReturnType<FewShotOuterMethod<QueryBatch>["sample"]>;

/** The query items of new tasks. */
function sampleAllTasks(
  input: FewShotStepInput<PretrainedConfig>,
  stopwatch: FewShotStopwatch,
): JointSample {
  const { tasks, ...sample } = sampleOuterTasks(input, stopwatch);
  return { ...sample, report: { tasks: tasks.length } };
}

/** Items of all classes, as the query items of a single task. */
function batchOfClasses(taskSet: TaskSet, items: Items): JointSample {
  const { targets } = taskSet;
  const classes = taskSet.classes("train");
  const query = toItemBatch([items], { targets, rows: items.count, outputs: classes });
  return {
    batches: [{ query }],
    judged: [{ items, columns: classes }],
    report: { tasks: 1 },
    dispose: () => disposeItems(query),
  };
}
