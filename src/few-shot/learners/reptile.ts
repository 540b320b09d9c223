// Layer 4: Reptile on supervised tasks (Nichol et al. 2018, algorithm 2: all tasks of a meta-batch at once).

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { reptileFields } from "../../meta/config-fields.ts";
import { learningRatesOf } from "../../meta/inner-loop.ts";
import type { LearnerConfig } from "../../meta/learner.ts";
import { moveTowardsMean } from "../../meta/move-towards-mean.ts";
import { disposeParams, tileParams } from "../../nn/params.ts";
import type { Params } from "../../nn/params.ts";
import { valueAt } from "../../schedule.ts";
import { adaptNetwork, networkPrograms } from "../adapt-network.ts";
import type { NetworkPrograms } from "../adapt-network.ts";
import type { ItemBatch } from "../item-batch.ts";
import type { FewShotLearner } from "../learner.ts";
import { fineTuningFields, innerFields, taskShape } from "../learner-config.ts";
import { ruleOf } from "../rule.ts";
import { sampleOuterTasks } from "../sample.ts";
import { scoreOutputs } from "../score-outputs.ts";
import { startFewShotStopwatch } from "../stopwatch.ts";

const configShape = {
  ...taskShape,
  inner: z.strictObject({ steps: innerFields.steps, ...fineTuningFields }).prefault({}),
  outer: z.strictObject(reptileFields).prefault({}),
} as const;

/** The configuration that {@link reptile} reads. */
export type ReptileConfig = LearnerConfig<typeof configShape>;

/**
 * Reptile: θ ← θ + ε (mean over tasks of θ' - θ), where θ' are a task's parameters after one more inner step than
 * `inner.steps`: those are taken on the support items, and the last one on the query items. No derivative of an inner step is
 * needed.
 *
 * @see Nichol et al. 2018, https://arxiv.org/abs/1803.02999, algorithm 2 and eq. 6
 */
export const reptile: FewShotLearner<typeof configShape> = {
  name: "reptile",
  configShape,
  initialise: ({ network }, _, rng) => ({ params: network.initialise(rng), optimiser: {} }),

  outerStep(input) {
    const { problem, config, state, outerStep } = input;
    const { params } = state;
    const { kind } = problem.taskSet.targets;
    const stopwatch = startFewShotStopwatch();
    const sample = sampleOuterTasks(input, stopwatch);
    const programs = networkPrograms(problem.network, kind, ruleOf(config.inner));
    const rates = learningRatesOf(config.inner.learningRate, config.inner.steps + 1, outerStep);
    const start = tf.tidy(() => tileParams(params, 1));
    const adapted = stopwatch.time("adapt", () =>
      sample.batches.map(({ support, query }) => {
        const before = programs.predict(start, query);
        const data = rates.map((_, k) => (k < config.inner.steps ? support : query));
        const { last, beforeLast } = takeSteps(programs, { start, meta: params, data, rates });
        const after = programs.predict(beforeLast, query);
        disposeParams(beforeLast);
        return { last, before, after };
      }),
    );
    const { stepSize } = config.outer;
    const next = moveTowardsMean(
      params,
      adapted.map(({ last }) => last),
      valueAt(stepSize, { outerStep, innerStep: 0 }),
    );
    const scoreOf = (which: "before" | "after") =>
      scoreOutputs(
        kind,
        adapted.map((chunk) => chunk[which]),
        sample.judged,
      );
    const report = {
      preAdaptation: scoreOf("before"),
      postAdaptation: scoreOf("after"),
      tasks: sample.tasks.length,
      seconds: stopwatch.seconds(),
    };
    adapted.forEach(({ last, before, after }) => {
      disposeParams(last);
      tf.dispose([before, after]);
    });
    disposeParams(start);
    tf.dispose([...rates]);
    sample.dispose();
    return { state: { params: next, optimiser: {} }, report };
  },

  adapt: ({ state, config, learningRate = config.inner.learningRate, outerStep = 0, ...input }) =>
    adaptNetwork({
      ...input,
      meta: state.params,
      rule: ruleOf(config.inner),
      tasksPerChunk: config.tasksPerChunk,
      learningRate,
      outerStep,
    }),
};

interface Steps {
  /** `[1, ...shape]`; stays the caller's */
  readonly start: Params;
  readonly meta: Params;
  /** One for each step, at least two. */
  readonly data: readonly ItemBatch[];
  readonly rates: readonly Scalar[];
}

/** Takes inner steps. @returns the last parameters and those before the last step; the caller owns both */
function takeSteps(
  { innerStep }: NetworkPrograms,
  { start, meta, data, rates }: Steps,
): { readonly last: Params; readonly beforeLast: Params } {
  let [beforeLast, last] = [start, start];
  data.forEach((items, k) => {
    if (beforeLast !== start) disposeParams(beforeLast);
    beforeLast = last;
    last = innerStep(last, meta, items, rates[k] as Scalar);
  });
  return { last, beforeLast };
}
