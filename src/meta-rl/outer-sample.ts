// Layer 4: what an outer step learns from: new tasks, the inner loop on each, and the data of it as tensors.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { learningRatesOf } from "../meta/inner-loop.ts";
import { disposeParams, mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Baseline } from "../rl/baselines/baseline.ts";
import { environmentSteps, meanReturn } from "../rl/rollout-statistics.ts";
import type { Rollout } from "../rl/trajectories.ts";
import type { Schedule } from "../schedule.ts";
import { adaptiveModel } from "../meta/adaptation-rule.ts";
import { disposeChunks, toChunks } from "./chunk-data.ts";
import { collect } from "./collect.ts";
import type { ChunkData, EstimationOptions } from "./chunk-data.ts";
import type { AdaptStep, Collected, CollectOptions } from "./collect.ts";
import type { InnerLoop } from "./policy-inner-loop.ts";
import type { OuterStepInput, OuterStepReport } from "./learner.ts";
import type { SamplingConfig } from "./learner-config.ts";
import type { MetaPrograms } from "./programs.ts";
import { returnBaseline } from "./return-baseline.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** How the inner loop of an outer step runs. */
export interface InnerLoopRun {
  readonly inner: InnerLoop;
  readonly steps: number;
  readonly learningRate: Schedule;
  readonly episodesPerTask: number;
  /** Takes the inner steps. @defaultValue gradient steps at the learning rate */
  readonly adaptStep?: AdaptStep;
}

/** The data of one outer step. */
export interface OuterSample {
  /** Before and after each inner step. */
  readonly rollouts: readonly Rollout[];
  /** `[innerSteps][chunks]`, what each inner step adapted on. */
  readonly pre: readonly (readonly ChunkData[])[];
  /** `[chunks]`, what was collected after the last one. */
  readonly post: readonly ChunkData[];
  /** `[chunks]`, parameters after the last inner step, each `[tasks, ...shape]`; empty without inner steps. */
  readonly adapted: readonly Params[];
  /** One for each inner step. */
  readonly learningRates: readonly Scalar[];
  /** What every report has but the seconds. */
  readonly report: Omit<OuterStepReport, "seconds">;
  /** What the baseline has learned, for the next state; the caller owns it. */
  readonly baselineState: Params;
  /** Frees all tensors but `baselineState`. */
  dispose(): void;
}

/** What {@link sampleOuterStep} works with. */
export interface SampleOptions {
  readonly run: InnerLoopRun;
  readonly programs: MetaPrograms;
  readonly stopwatch: Stopwatch;
}

/** Draws tasks and collects on them. The caller disposes the sample. */
export function sampleOuterStep(
  input: OuterStepInput<SamplingConfig>,
  { run, programs, stopwatch }: SampleOptions,
): OuterSample {
  const { inner, steps, learningRate, episodesPerTask, adaptStep } = run;
  const { problem, config, state, outerStep, rng } = input;
  const returns = returnBaseline(config.baseline, state.optimiser);
  const learningRates = learningRatesOf(learningRate, steps, outerStep);
  const options: Omit<CollectOptions, "start"> = {
    problem,
    tasks: problem.environment.sampleTasks(rng.split("tasks"), config.metaBatchSize),
    episodesPerTask,
    innerSteps: steps,
    adaptStep: adaptStep ?? gradientStep(programs, state.params, learningRates),
    estimation: estimationOf(config, inner, returns.baseline),
    tasksPerChunk: config.tasksPerChunk,
    rng,
    stopwatch,
  };
  const { rollouts, batches: pre, adapted } = collectFrom(inner, state.params, options);
  const last = rollouts.at(-1) as Rollout;
  const post = stopwatch.time("gradient", () => toChunks(options, last));
  return {
    rollouts,
    pre,
    post,
    adapted,
    learningRates,
    report: {
      preAdaptation: { return: meanReturn(rollouts[0] as Rollout) },
      postAdaptation: { return: meanReturn(last) },
      environmentSteps: rollouts.reduce((sum, rollout) => sum + environmentSteps(rollout), 0),
    },
    baselineState: returns.next(),
    dispose() {
      tf.dispose([...learningRates]);
      [...pre, post].forEach(disposeChunks);
      adapted.forEach(disposeParams);
    },
  };
}

/** How a configuration estimates advantages, with what the estimator of the inner loop needs of them. */
export function estimationOf(
  config: SamplingConfig,
  { estimator }: InnerLoop,
  baseline: Baseline,
): EstimationOptions {
  return { ...config, baseline, withBaselines: estimator === "dice" };
}

/** Collects, beginning from what meta-parameters say. */
export function collectFrom(
  inner: InnerLoop,
  meta: Params,
  options: Omit<CollectOptions, "start">,
): Collected {
  const { policy } = options.problem;
  const start = tf.tidy(() =>
    mapParams(adaptiveModel(policy, inner).start(meta), (value) => value.clone()),
  );
  const collected = collect({ ...options, start });
  disposeParams(start);
  return collected;
}

/** The inner step of MAML and its family, by value. */
export function gradientStep(
  programs: MetaPrograms,
  meta: Params,
  learningRates: readonly Scalar[],
): AdaptStep {
  return ({ params, data, innerStep }) =>
    programs.innerStep(params, meta, data, learningRates[innerStep] as Scalar);
}
