// Layer 4: one outer step of every learner that descends an outer objective: sample, make the objective, improve, report.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { createParams, readParams, shapesOf } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Rollout } from "../rl/trajectories.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import { explorationCredit } from "./exploration-credit.ts";
import type { OuterStepInput, OuterStepReport, OuterStepResult } from "./learner.ts";
import type { SamplingConfig } from "./learner-config.ts";
import type { OuterBatch } from "./outer-objective.ts";
import { OuterProblem } from "./outer-problem.ts";
import { sampleOuterStep } from "./outer-sample.ts";
import type { InnerLoopRun, OuterSample } from "./outer-sample.ts";
import { metaPrograms } from "./programs.ts";
import { startStopwatch } from "./stopwatch.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { tasksOf } from "./outer-objective.ts";

/** What a learner's configuration must have for {@link takeOuterStep}. */
export interface OuterStepConfig extends SamplingConfig {
  readonly outer: { readonly entropyBonus: Schedule; readonly exploration?: number };
}

/** How a learner lowers the outer objective. */
export interface OuterMethod {
  readonly run: InnerLoopRun;
  /** How far from 1 probability ratios count. @defaultValue without limit */
  readonly clip?: number;
  /** Weight of the divergence before each inner step. @defaultValue no such term */
  readonly klPenalties?: readonly number[];
  /** Finds better meta-parameters. */
  improve(input: ImproveInput): Improvement;
}

/** What {@link OuterMethod.improve} works on. */
export interface ImproveInput {
  readonly problem: OuterProblem;
  /** The current meta-parameters, `[params]`. */
  readonly meta: Float64Array;
  /** State of the outer optimiser. */
  readonly optimiser: Params;
  /** Index of this outer step, from 0. */
  readonly outerStep: number;
  readonly stopwatch: Stopwatch;
}

/** What an outer method found. */
export interface Improvement {
  /** `[params]` */
  readonly meta: Float64Array;
  /** The optimiser's next state; passed on to the caller. @defaultValue none */
  readonly optimiser?: Params;
  /** What the method adds to the report. */
  readonly report: Partial<OuterStepReport>;
}

/** Makes one outer step. */
export function takeOuterStep(
  input: OuterStepInput<OuterStepConfig>,
  method: OuterMethod,
): OuterStepResult {
  const { run, clip, klPenalties } = method;
  const stopwatch = startStopwatch();
  const { problem, state, outerStep } = input;
  const programs = metaPrograms({ policy: problem.policy, inner: run.inner, clip });
  const sample = sampleOuterStep(input, { run, programs, stopwatch });
  const batches = outerBatches(input, sample, klPenalties);
  const outer = stopwatch.time(
    "gradient",
    () => new OuterProblem(programs, state.params, batches.chunks),
  );
  const found = method.improve({
    problem: outer,
    meta: readParams(state.params),
    optimiser: state.optimiser,
    outerStep,
    stopwatch,
  });
  outer.dispose();
  batches.dispose();
  sample.dispose();
  const { environmentSteps, ...returns } = sample.report;
  return {
    state: {
      params: createParams(found.meta, shapesOf(state.params)),
      optimiser: { ...sample.baselineState, ...found.optimiser }, // in the order of `initialise`
    },
    report: { ...returns, ...found.report, environmentSteps, seconds: stopwatch.seconds() },
  };
}

/** The data of each chunk with the terms that the configuration asks for. */
function outerBatches(
  { config, outerStep }: OuterStepInput<OuterStepConfig>,
  { rollouts, pre, post, learningRates }: OuterSample,
  klPenalties: readonly number[] | undefined,
): { readonly chunks: readonly OuterBatch[]; dispose(): void } {
  const { exploration = 0 } = config.outer;
  const entropyBonus = valueAt(config.outer.entropyBonus, { outerStep, innerStep: 0 });
  const credit =
    exploration === 0
      ? undefined
      : explorationCredit(rollouts.at(-1) as Rollout, post, exploration);
  const shared = {
    ...(entropyBonus !== 0 && { entropyBonus: tf.scalar(entropyBonus) }),
    ...(klPenalties && { klPenalties: klPenalties.map((penalty): Scalar => tf.scalar(penalty)) }),
  };
  let firstTask = 0;
  const chunks = post.map(({ trajectories: postAdaptation }, chunk): OuterBatch => {
    const batch = {
      preAdaptation: pre.map((step) => step[chunk]!.trajectories),
      postAdaptation,
      learningRates,
      ...shared,
    };
    const tasks = tasksOf(batch);
    const ofChunk = credit?.subarray(firstTask, firstTask + tasks);
    firstTask += tasks;
    return {
      ...batch,
      ...(ofChunk && { explorationCredit: tf.tensor1d(Float32Array.from(ofChunk)) }),
    };
  });
  return {
    chunks,
    dispose() {
      tf.dispose(Object.values(shared));
      for (const { explorationCredit: tensor } of chunks) tensor?.dispose();
    },
  };
}
