// Layer 4: Reptile on supervised tasks (Nichol et al. 2018, algorithm 2: all tasks of a meta-batch at once).

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor3D } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { reptileFields } from "../../meta/config-fields.ts";
import { learningRatesOf } from "../../meta/inner-loop.ts";
import type { LearnerConfig } from "../../meta/learner.ts";
import { moveTowardsMean } from "../../meta/move-towards-mean.ts";
import { disposeParams, tileParams } from "../../nn/params.ts";
import type { Params } from "../../nn/params.ts";
import { valueAt } from "../../schedule.ts";
import { adaptFromState } from "../adapt-from-state.ts";
import { networkPrograms } from "../adapt-network.ts";
import type { NetworkPrograms } from "../adapt-network.ts";
import type { ItemBatch, TaskBatch } from "../item-batch.ts";
import type { FewShotLearner, Score } from "../learner.ts";
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
    const { params: meta } = state;
    const { kind } = problem.taskSet.targets;
    const stopwatch = startFewShotStopwatch();
    const sample = sampleOuterTasks(input, stopwatch);
    const programs = networkPrograms(problem.network, kind, ruleOf(config.inner));
    const { learningRate, steps } = config.inner;
    const learningRates = learningRatesOf(learningRate, steps + 1, outerStep);
    const start = tf.tidy(() => tileParams(meta, 1));
    const chunks = stopwatch.time("adapt", () =>
      sample.batches.map((batch) => adaptChunk(programs, { meta, start, batch, learningRates })),
    );
    const stepSize = valueAt(config.outer.stepSize, { outerStep, innerStep: 0 });
    const adapted = chunks.map((chunk) => chunk.adapted);
    const next = moveTowardsMean(meta, adapted, stepSize);
    const [before, after] = (["before", "after"] as const).map((name) => {
      const outputs = chunks.map((chunk) => chunk[name]);
      const score = scoreOutputs(kind, outputs, sample.judged);
      tf.dispose(outputs);
      return score;
    }) as [Score, Score];
    adapted.forEach(disposeParams);
    disposeParams(start);
    tf.dispose([...learningRates]);
    sample.dispose();
    const report = {
      preAdaptation: before,
      postAdaptation: after,
      tasks: sample.tasks.length,
      seconds: stopwatch.seconds(),
    };
    return { state: { params: next, optimiser: {} }, report };
  },

  adapt: adaptFromState,
};

/** Some tasks to adapt to; all stays the caller's. */
interface ChunkToAdapt {
  readonly meta: Params;
  /** `[1, ...shape]` */
  readonly start: Params;
  readonly batch: TaskBatch;
  /** One for each step. */
  readonly learningRates: readonly Scalar[];
}

/** Where the steps on some tasks led; the caller owns it. */
interface AdaptedChunk {
  /** Each `[tasks, ...shape]`. */
  readonly adapted: Params;
  /** Outputs for query items before the first step. */
  readonly before: Tensor3D;
  /** Outputs for query items before the last step, which is taken on them. */
  readonly after: Tensor3D;
}

/** Takes all steps but the last on support items, and that one on query items. */
function adaptChunk(
  { innerStep, predict }: NetworkPrograms,
  { meta, start, batch: { support, query }, learningRates }: ChunkToAdapt,
): AdaptedChunk {
  let params = start;
  const takeStep = (items: ItemBatch, learningRate: Scalar): void => {
    const next = innerStep(params, meta, items, learningRate);
    if (params !== start) disposeParams(params);
    params = next;
  };
  const before = predict(start, query);
  for (const learningRate of learningRates.slice(0, -1)) takeStep(support, learningRate);
  const after = predict(params, query);
  takeStep(query, learningRates.at(-1) as Scalar);
  return { adapted: params, before, after };
}
