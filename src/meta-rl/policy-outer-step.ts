// Layer 4: one outer step of every learner of policies that descends an outer objective.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { takeOuterStep } from "../meta/outer-step.ts";
import type { ImproveInput, Improvement } from "../meta/outer-step.ts";
import type { Rollout } from "../rl/trajectories.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import { explorationCredit } from "./exploration-credit.ts";
import type { OuterStepInput, OuterStepReport, OuterStepResult } from "./learner.ts";
import type { SamplingConfig } from "./learner-config.ts";
import { tasksOf } from "./outer-objective.ts";
import type { OuterBatch } from "./outer-objective.ts";
import { sampleOuterStep } from "./outer-sample.ts";
import type { InnerLoopRun, OuterSample } from "./outer-sample.ts";
import { PolicyProblem } from "./policy-problem.ts";
import { metaPrograms } from "./programs.ts";
import { startStopwatch } from "./stopwatch.ts";
import type { Phase } from "./stopwatch.ts";

/** What a learner's configuration must have for {@link policyOuterStep}. */
export interface OuterStepConfig extends SamplingConfig {
  readonly outer: { readonly entropyBonus: Schedule; readonly exploration?: number };
}

/** What {@link PolicyOuterMethod.improve} works on. */
export type PolicyImproveInput = ImproveInput<PolicyProblem, Phase>;

/** What an outer method found. */
export type PolicyImprovement = Improvement<Partial<OuterStepReport>>;

/** How a learner lowers the outer objective. */
export interface PolicyOuterMethod {
  readonly run: InnerLoopRun;
  /** How far from 1 probability ratios count. @defaultValue without limit */
  readonly clip?: number;
  /** Weight of the divergence before each inner step. @defaultValue no such term */
  readonly klPenalties?: readonly number[];
  /** Finds better meta-parameters. */
  improve(input: PolicyImproveInput): PolicyImprovement;
}

/** Makes one outer step. */
export function policyOuterStep(
  input: OuterStepInput<OuterStepConfig>,
  method: PolicyOuterMethod,
): OuterStepResult {
  const { run, clip, klPenalties } = method;
  const stopwatch = startStopwatch();
  const { problem, state } = input;
  const programs = metaPrograms({ policy: problem.policy, inner: run.inner, clip });
  return takeOuterStep(input, {
    stopwatch,
    sample() {
      const sample = sampleOuterStep(input, { run, programs, stopwatch });
      const batches = outerBatches(input, sample, klPenalties);
      return {
        batches: batches.chunks,
        report: sample.report,
        learned: sample.baselineState,
        dispose() {
          batches.dispose();
          sample.dispose();
        },
      };
    },
    pose: (batches) => new PolicyProblem(programs, state.params, batches),
    improve: (at) => method.improve(at),
  });
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
