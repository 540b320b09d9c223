// Layer 4: Reptile on policy gradients (Nichol et al. 2018, algorithm 2: all tasks of a meta-batch at once).

import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import { reptileFields } from "../../meta/config-fields.ts";
import { learningRatesOf } from "../../meta/inner-loop.ts";
import { moveTowardsMean } from "../../meta/move-towards-mean.ts";
import { disposeParams } from "../../nn/params.ts";
import type { Params } from "../../nn/params.ts";
import { valueAt } from "../../schedule.ts";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import { fineTuningFields, innerFields, samplingShape } from "../learner-config.ts";
import { gradientStep, sampleOuterStep } from "../outer-sample.ts";
import { metaPrograms } from "../programs.ts";
import { startStopwatch } from "../stopwatch.ts";

const { steps, entropyBonus } = innerFields;

const configShape = {
  ...samplingShape,
  inner: z.strictObject({ steps, ...fineTuningFields, entropyBonus }).prefault({}),
  outer: z.strictObject(reptileFields).prefault({}),
} as const;

/** The configuration that {@link reptile} reads. */
export type ReptileConfig = LearnerConfig<typeof configShape>;

/**
 * Reptile: θ ← θ + ε (mean over tasks of θ' - θ), where θ' are a task's parameters after one more inner step than
 * `inner.steps`: the episodes after the last of these are collected for the report, and a step is taken on them, too. No
 * derivative of an inner step is needed.
 *
 * @see Nichol et al. 2018, https://arxiv.org/abs/1803.02999, algorithm 2 and eq. 6
 */
export const reptile: Learner<typeof configShape> = {
  name: "reptile",
  configShape,
  initialise: initialiseLearner,

  outerStep(input) {
    const stopwatch = startStopwatch();
    const { problem, config, state, outerStep } = input;
    const { params } = state;
    const run = runOf(config.inner);
    const programs = metaPrograms({ policy: problem.policy, inner: run.inner });
    const sample = sampleOuterStep(input, { run, programs, stopwatch });
    const learningRates = learningRatesOf(run.learningRate, run.steps + 1, outerStep);
    const step = gradientStep(programs, params, learningRates);
    const adapted = stopwatch.time("adapt", () =>
      sample.post.map(({ trajectories: data }, chunk) =>
        step({ params: sample.adapted[chunk] as Params, data, innerStep: run.steps, chunk }),
      ),
    );
    const stepSize = valueAt(config.outer.stepSize, { outerStep, innerStep: 0 });
    const next = stopwatch.time("direction", () => moveTowardsMean(params, adapted, stepSize));
    adapted.forEach(disposeParams);
    tf.dispose([...learningRates]);
    sample.dispose();
    return {
      state: { params: next, optimiser: sample.baselineState },
      report: { ...sample.report, seconds: stopwatch.seconds() },
    };
  },

  adapt: adaptPolicy,
};
