// Layer 4: adapting a policy to given tasks by gradient steps, as evaluation does it, with a diagnosis of each step.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { learningRatesOf } from "../meta/inner-loop.ts";
import { disposeParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { disposeChunks } from "./chunk-data.ts";
import type { AdaptStep, InnerStepTaken } from "./collect.ts";
import { innerLoopOf } from "./inner-config.ts";
import type { InnerLoop } from "./policy-inner-loop.ts";
import type { Adaptation, AdaptInput, InnerStepDiagnosis } from "./learner.ts";
import type { FineTuningConfig, InnerConfig, SamplingConfig } from "./learner-config.ts";
import { collectFrom, estimationOf, gradientStep } from "./outer-sample.ts";
import { metaPrograms } from "./programs.ts";
import type { MetaPrograms } from "./programs.ts";
import { returnBaseline } from "./return-baseline.ts";
import { startStopwatch } from "./stopwatch.ts";

/** What a learner's configuration must have for {@link adaptPolicy}. */
export interface AdaptPolicyConfig extends SamplingConfig {
  readonly inner: InnerConfig | FineTuningConfig;
}

/** Adapts by inner steps; a task whose parameters do not stay finite goes on with the last ones that are. */
export function adaptPolicy(input: AdaptInput<AdaptPolicyConfig>): Adaptation {
  const { problem, config, state, innerSteps } = input;
  const inner = innerLoopOf(config.inner);
  const programs = metaPrograms({ policy: problem.policy, inner });
  const learningRate = input.learningRate ?? config.inner.learningRate;
  const learningRates = learningRatesOf(learningRate, innerSteps, input.outerStep ?? 0);
  const adaptation = adaptWith(input, {
    inner,
    programs,
    adaptStep: gradientStep(programs, state.params, learningRates),
  });
  tf.dispose([...learningRates]);
  return adaptation;
}

/** What {@link adaptWith} works with. */
export interface AdaptWithOptions {
  readonly inner: InnerLoop;
  readonly programs: MetaPrograms;
  readonly adaptStep: AdaptStep;
}

/** Adapts by any steps. */
export function adaptWith(
  input: AdaptInput<SamplingConfig>,
  { inner, programs, adaptStep }: AdaptWithOptions,
): Adaptation {
  const { config, state, tasks } = input;
  const returns = returnBaseline(config.baseline, state.optimiser);
  const diagnoses: InnerStepDiagnosis[] = [];
  const { rollouts, batches, adapted, nonFinite } = collectFrom(inner, state.params, {
    ...input,
    adaptStep,
    estimation: estimationOf(config, inner, returns.baseline),
    tasksPerChunk: config.tasksPerChunk,
    stopwatch: startStopwatch(),
    keepsFinite: true,
    onInnerStep(step) {
      const diagnosis = (diagnoses[step.innerStep] ??= {
        kl: new Float64Array(tasks.length),
        stepNorm: new Float64Array(tasks.length),
      });
      diagnose(programs, step, diagnosis);
    },
  });
  tf.dispose(returns.next()); // what an evaluation learns is not kept
  batches.forEach(disposeChunks);
  adapted.forEach(disposeParams);
  return { rollouts, diagnoses, nonFinite };
}

/** Writes what an inner step did to the tasks of a chunk. */
function diagnose(
  programs: MetaPrograms,
  { params, adapted, data, firstTask }: InnerStepTaken,
  diagnosis: InnerStepDiagnosis,
): void {
  const kl = programs.stepKl(params, adapted, data);
  diagnosis.kl.set(kl.dataSync(), firstTask);
  kl.dispose();
  diagnosis.stepNorm.set(changeOf(params, adapted), firstTask);
}

/** Length of the change of each task's parameters. @returns `[tasks]` */
function changeOf(before: Params, after: Params): Float32Array {
  const norms = tf.tidy(() => {
    const squares = Object.entries(after).map(([name, value]) =>
      tf.sum(
        tf.reshape(tf.squaredDifference(value, before[name] as Tensor), [value.shape[0], -1]),
        1,
      ),
    );
    return tf.sqrt(tf.addN(squares));
  });
  const values = norms.dataSync<"float32">();
  norms.dispose();
  return values;
}
