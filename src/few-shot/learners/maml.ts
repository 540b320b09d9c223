// Layer 4: MAML on supervised tasks (Finn et al. 2017, algorithm 2), for a whole meta-batch at once.

import type { Scalar } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import { withAdam } from "../../meta/adam-improvement.ts";
import { adaptiveModel } from "../../meta/adaptation-rule.ts";
import { adamFields } from "../../meta/config-fields.ts";
import { learningRatesOf, unrollInnerSteps } from "../../meta/inner-loop.ts";
import type { LearnerConfig } from "../../meta/learner.ts";
import { tileParams } from "../../nn/params.ts";
import { adaptFromState } from "../adapt-from-state.ts";
import type { TaskBatch } from "../item-batch.ts";
import { networkLoss } from "../item-loss.ts";
import type { FewShotLearner } from "../learner.ts";
import { innerFields, taskShape } from "../learner-config.ts";
import type { InnerConfig } from "../learner-config.ts";
import type { FewShotObjective } from "../objective.ts";
import { fewShotOuterStep } from "../outer-step.ts";
import type { FewShotProblem } from "../problem.ts";
import { ruleOf } from "../rule.ts";
import { sampleOuterTasks } from "../sample.ts";
import { startFewShotStopwatch } from "../stopwatch.ts";

const configShape = {
  ...taskShape,
  inner: z.strictObject(innerFields).prefault({}),
  outer: z.strictObject(adamFields).prefault({}),
} as const;

/** The configuration that {@link maml} reads. */
export type MamlConfig = LearnerConfig<typeof configShape>;

/**
 * Model-agnostic meta-learning with gradient steps inside and Adam outside.
 *
 * `inner.firstOrder` makes it first-order MAML; `inner.stepSizes`, Meta-SGD; `inner.adapts`, ANIL.
 *
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, algorithm 2; Kingma and Ba 2015,
 *   https://arxiv.org/abs/1412.6980
 */
export const maml: FewShotLearner<typeof configShape> = {
  name: "maml",
  configShape,

  initialise: ({ network }, { inner }, rng) =>
    withAdam({ params: adaptiveModel(network, ruleOf(inner)).initialise(rng), optimiser: {} }),

  outerStep(input) {
    const { problem, config, outerStep } = input;
    const { inner, outer } = config;
    const stopwatch = startFewShotStopwatch();
    return fewShotOuterStep(input, {
      stopwatch,
      adam: outer,
      objective: mamlObjective(problem, inner),
      sample() {
        const { tasks, batches, judged, dispose } = sampleOuterTasks(input, stopwatch);
        const learningRates = learningRatesOf(inner.learningRate, inner.steps, outerStep);
        return {
          batches: batches.map((batch) => ({ ...batch, learningRates })),
          judged,
          report: { tasks: tasks.length },
          dispose() {
            tf.dispose([...learningRates]);
            dispose();
          },
        };
      },
    });
  },

  adapt: adaptFromState,
};

/** Tasks, and how far inner steps on them go. */
export interface InnerTaskBatch extends TaskBatch {
  /** One for each inner step. */
  readonly learningRates: readonly Scalar[];
}

/** The loss of query items after inner steps on support items. */
export function mamlObjective(
  { network, taskSet }: FewShotProblem,
  inner: InnerConfig,
): FewShotObjective<InnerTaskBatch> {
  const { kind } = taskSet.targets;
  const rule = ruleOf(inner);
  const model = adaptiveModel(network, rule);
  const loss = networkLoss(kind, network);
  return {
    network,
    kind,
    key: JSON.stringify(["maml", rule]),
    predict(meta, { support, query, learningRates }) {
      const tasks = query.weights.shape[0];
      const { firstOrder } = rule;
      const steps = { tasks, firstOrder, learningRates, dataOf: () => support };
      const adapted = unrollInnerSteps({ model, loss }, steps, meta);
      const start = tileParams(model.start(meta), tasks);
      return {
        before: network.apply(start, query.inputs, query.weights),
        after: network.apply(adapted, query.inputs, query.weights),
      };
    },
  };
}
