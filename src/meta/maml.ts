// Layer 4: MAML with a TRPO outer step (Finn et al. 2017, algorithm 3), for a whole meta-batch at once.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import {
  concatParams,
  createParams,
  disposeParams,
  readParams,
  shapesOf,
  tileParams,
} from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Json } from "../rl/environment.ts";
import { estimateAdvantages } from "../rl/estimate-advantages.ts";
import { rolloutOfTasks } from "../rl/rollout-tasks.ts";
import { environmentSteps, meanReturn } from "../rl/rollout-statistics.ts";
import { disposeTrajectories, toTrajectories } from "../rl/trajectories.ts";
import type { Rollout, Trajectories } from "../rl/trajectories.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import { ChunkedObjective } from "./chunked-objective.ts";
import type {
  AdaptInput,
  Learner,
  LearnerConfig,
  OuterStepInput,
  OuterStepResult,
} from "./learner.ts";
import { mamlConfigShape } from "./maml-config.ts";
import { mamlPrograms } from "./maml-programs.ts";
import type { MamlPrograms } from "./maml-programs.ts";
import { play } from "./play.ts";
import type { Problem } from "./problem.ts";
import { startStopwatch } from "./stopwatch.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { chunkTasks } from "./task-chunks.ts";
import { trustRegionStep } from "./trust-region.ts";
import type { TrustRegionOptions } from "./trust-region-objective.ts";

type MamlShape = typeof mamlConfigShape;

/** The configuration that {@link maml} reads. */
export type MamlConfig = LearnerConfig<MamlShape>;

/** Model-agnostic meta-learning with policy gradients inside and TRPO outside. */
export const maml: Learner<MamlShape> = {
  name: "maml",
  configShape: mamlConfigShape,

  initialise: ({ policy }, _config, rng) => ({ params: policy.initialise(rng), optimiser: {} }),

  outerStep({
    problem,
    config,
    state,
    outerStep,
    rng,
  }: OuterStepInput<MamlConfig>): OuterStepResult {
    const stopwatch = startStopwatch();
    const { inner } = config;
    const { params } = state;
    const programs = mamlPrograms(problem.policy, inner.firstOrder);
    const tasks = problem.environment.sampleTasks(rng.split("tasks"), config.metaBatchSize);
    const learningRates = learningRatesOf(inner.learningRate, inner.steps, outerStep);

    const { rollouts, batches } = collect({
      problem,
      config,
      programs,
      params,
      tasks,
      learningRates,
      episodesPerTask: inner.episodesPerTask,
      rng,
      stopwatch,
    });
    const last = rollouts.at(-1) as Rollout;
    const lastBatches = stopwatch.time("gradient", () => toBatches(problem, config, last));
    const objective = stopwatch.time("gradient", () => {
      const data = lastBatches.map((postAdaptation, chunk) => ({
        preAdaptation: batches.map((step) => step[chunk] as Trajectories),
        postAdaptation,
        learningRates,
      }));
      return new ChunkedObjective(programs, params, data);
    });
    const options = trustRegionOptions(config, outerStep);
    const found = trustRegionStep(objective, readParams(params), options, stopwatch);
    objective.dispose();
    tf.dispose(learningRates);
    for (const data of [...batches, lastBatches].flat()) disposeTrajectories(data);

    return {
      state: { params: createParams(found.params, shapesOf(params)), optimiser: {} },
      report: {
        preAdaptation: { return: meanReturn(rollouts[0] as Rollout) },
        postAdaptation: { return: meanReturn(last) },
        kl: found.kl,
        surrogate: { before: objective.loss, after: found.loss },
        lineSearchSteps: found.trials,
        stepAccepted: found.isAccepted,
        environmentSteps: rollouts.reduce((sum, rollout) => sum + environmentSteps(rollout), 0),
        seconds: stopwatch.seconds(),
      },
    };
  },

  adapt(input: AdaptInput<MamlConfig>): readonly Rollout[] {
    const { problem, config, state, innerSteps } = input;
    const learningRate = input.learningRate ?? config.inner.learningRate;
    const learningRates = learningRatesOf(learningRate, innerSteps, 0);
    const { rollouts, batches } = collect({
      ...input,
      programs: mamlPrograms(problem.policy, config.inner.firstOrder),
      params: state.params,
      learningRates,
      stopwatch: startStopwatch(),
    });
    tf.dispose(learningRates);
    for (const data of batches.flat()) disposeTrajectories(data);
    return rollouts;
  },
};

interface CollectOptions {
  readonly problem: Problem;
  readonly config: MamlConfig;
  readonly programs: MamlPrograms;
  readonly params: Params;
  readonly tasks: readonly Json[];
  /** One for each inner step. */
  readonly learningRates: readonly Scalar[];
  readonly episodesPerTask: number;
  readonly rng: Random;
  readonly stopwatch: Stopwatch;
}

/** Rollouts before and after each inner step, and what each inner step adapted on, by chunk. */
interface Collected {
  readonly rollouts: readonly Rollout[];
  /** `[innerSteps][chunks]`; the caller owns the tensors */
  readonly batches: readonly (readonly Trajectories[])[];
}

/** Alternates rollouts and inner steps: one rollout more than there are inner steps. */
function collect(options: CollectOptions): Collected {
  const { problem, config, programs, tasks, episodesPerTask, rng, stopwatch } = options;
  const rollouts: Rollout[] = [];
  const batches: Trajectories[][] = [];
  const rollOut = (params: Params): void => {
    const stream = rng.split("inner-step", rollouts.length);
    const settings = { tasks, episodesPerTask, rng: stream };
    rollouts.push(stopwatch.time("rollout", () => play(problem, params, settings)));
  };

  // All tasks begin from one set of parameters; each inner step leads every chunk to sets of its own.
  const initial = tf.tidy(() => tileParams(options.params, 1));
  rollOut(initial);
  let ofChunks: readonly Params[] | undefined;
  for (const learningRate of options.learningRates) {
    const rollout = rollouts.at(-1) as Rollout;
    const data = stopwatch.time("adapt", () => toBatches(problem, config, rollout));
    batches.push(data);
    const before = ofChunks;
    ofChunks = stopwatch.time("adapt", () =>
      data.map((batch, chunk) =>
        programs.innerStep(before?.[chunk] ?? initial, batch, learningRate),
      ),
    );
    before?.forEach(disposeParams);
    const adapted = concatParams(ofChunks);
    rollOut(adapted);
    disposeParams(adapted);
  }
  ofChunks?.forEach(disposeParams);
  disposeParams(initial);
  return { rollouts, batches };
}

/** The data of each chunk of a rollout's tasks. The caller owns the tensors. */
function toBatches({ policy }: Problem, config: MamlConfig, rollout: Rollout): Trajectories[] {
  const { discount, gaeLambda, bootstrapTruncated, weighting, baseline, tasksPerChunk } = config;
  const options = { discount, gaeLambda, bootstrapTruncated, weighting, ridge: baseline.ridge };
  const { tasks, episodes, steps } = rollout;
  return chunkTasks(tasks, episodes * steps, policy, tasksPerChunk).map(({ begin, end }) => {
    const part = rolloutOfTasks(rollout, begin, end);
    return toTrajectories(part, estimateAdvantages(part, options).advantages, weighting);
  });
}

function learningRatesOf(learningRate: Schedule, count: number, outerStep: number): Scalar[] {
  return Array.from({ length: count }, (_, innerStep) =>
    tf.scalar(valueAt(learningRate, { outerStep, innerStep })),
  );
}

function trustRegionOptions({ outer }: MamlConfig, outerStep: number): TrustRegionOptions {
  const at = { outerStep, innerStep: 0 };
  return { ...outer, maxKl: valueAt(outer.maxKl, at), cgDamping: valueAt(outer.cgDamping, at) };
}
