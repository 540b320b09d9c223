// Layer 4: MAML with a TRPO outer step (Finn et al. 2017, algorithm 3), for a whole meta-batch at once.

import * as tf from "@tensorflow/tfjs-core";
import { disposeParams, mapParams, tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Json } from "../rl/environment.ts";
import { estimateAdvantages } from "../rl/estimate-advantages.ts";
import { policyGradientLoss } from "../rl/losses.ts";
import { environmentSteps, meanReturn } from "../rl/rollout-statistics.ts";
import { disposeTrajectories, toTrajectories } from "../rl/trajectories.ts";
import type { Rollout, Trajectories } from "../rl/trajectories.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import { innerStep } from "./inner-step.ts";
import type { InnerStepOptions } from "./inner-step.ts";
import type {
  AdaptInput,
  Learner,
  LearnerConfig,
  OuterStepInput,
  OuterStepResult,
} from "./learner.ts";
import { mamlConfigShape } from "./maml-config.ts";
import { mamlObjective } from "./maml-objective.ts";
import { play } from "./play.ts";
import type { Problem } from "./problem.ts";
import { startStopwatch } from "./stopwatch.ts";
import type { Stopwatch } from "./stopwatch.ts";
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
    const steps = innerStepOptions(inner.steps, inner.learningRate, inner.firstOrder, outerStep);
    const tasks = problem.environment.sampleTasks(rng.split("tasks"), config.metaBatchSize);

    const { rollouts, trajectories } = collect({
      problem,
      config,
      params: state.params,
      tasks,
      steps,
      episodesPerTask: inner.episodesPerTask,
      rng,
      stopwatch,
    });
    const last = stopwatch.time("rollout", () => toBatch(rollouts.at(-1) as Rollout, config));
    const objective = stopwatch.time("gradient", () =>
      mamlObjective(
        problem.policy,
        state.params,
        { preAdaptation: trajectories, postAdaptation: last },
        steps,
      ),
    );
    const found = trustRegionStep(
      objective,
      state.params,
      trustRegionOptions(config, outerStep),
      stopwatch,
    );
    objective.dispose();
    for (const data of [...trajectories, last]) disposeTrajectories(data);

    return {
      state: { params: found.params, optimiser: {} },
      report: {
        preAdaptation: { return: meanReturn(rollouts[0] as Rollout) },
        postAdaptation: { return: meanReturn(rollouts.at(-1) as Rollout) },
        kl: found.kl,
        surrogate: { before: found.lossBefore, after: found.loss },
        lineSearchSteps: found.trials,
        stepAccepted: found.isAccepted,
        environmentSteps: rollouts.reduce((sum, rollout) => sum + environmentSteps(rollout), 0),
        seconds: stopwatch.seconds(),
      },
    };
  },

  adapt(input: AdaptInput<MamlConfig>): readonly Rollout[] {
    const { problem, config, state, tasks, episodesPerTask, rng } = input;
    const learningRate = input.learningRate ?? config.inner.learningRate;
    const { rollouts, trajectories } = collect({
      problem,
      config,
      params: state.params,
      tasks,
      steps: innerStepOptions(input.innerSteps, learningRate, true, 0),
      episodesPerTask,
      rng,
      stopwatch: startStopwatch(),
    });
    for (const data of trajectories) disposeTrajectories(data);
    return rollouts;
  },
};

interface CollectOptions {
  readonly problem: Problem;
  readonly config: MamlConfig;
  readonly params: Params;
  readonly tasks: readonly Json[];
  readonly steps: readonly InnerStepOptions[];
  readonly episodesPerTask: number;
  readonly rng: Random;
  readonly stopwatch: Stopwatch;
}

/** Alternates rollouts and inner steps: one rollout more than there are inner steps, and the data of each inner step. */
function collect(options: CollectOptions): { rollouts: Rollout[]; trajectories: Trajectories[] } {
  const { problem, config, tasks, steps, episodesPerTask, rng, stopwatch } = options;
  const rollouts: Rollout[] = [];
  const trajectories: Trajectories[] = [];
  let params = tf.tidy(() => tileParams(options.params, 1));
  for (let k = 0; k <= steps.length; k++) {
    const rollout = stopwatch.time("rollout", () =>
      play(problem, params, { tasks, episodesPerTask, rng: rng.split("inner-step", k) }),
    );
    rollouts.push(rollout);
    const step = steps[k];
    if (step !== undefined) {
      const batch = stopwatch.time("rollout", () => toBatch(rollout, config));
      trajectories.push(batch);
      const before = params;
      params = stopwatch.time("adapt", () => adaptOnce(problem, before, batch, step));
      disposeParams(before);
    }
  }
  disposeParams(params);
  return { rollouts, trajectories };
}

/** Takes one inner step by value: no gradient is kept through it. */
function adaptOnce(
  { policy }: Problem,
  params: Params,
  batch: Trajectories,
  options: InnerStepOptions,
): Params {
  const tasks = batch.weights.shape[0];
  const adapted = tf.tidy(() =>
    innerStep(
      (values, data: Trajectories) => policyGradientLoss(policy, values, data),
      mapParams(params, (value) => tf.broadcastTo(value, [tasks, ...value.shape.slice(1)])),
      batch,
      { ...options, firstOrder: true },
    ),
  );
  for (const value of Object.values(adapted)) value.dataSync(); // so that the phase's time is its own
  return adapted;
}

function toBatch(rollout: Rollout, config: MamlConfig): Trajectories {
  const { discount, gaeLambda, bootstrapTruncated, weighting, baseline } = config;
  const options = { discount, gaeLambda, bootstrapTruncated, weighting, ridge: baseline.ridge };
  return toTrajectories(rollout, estimateAdvantages(rollout, options).advantages, weighting);
}

function innerStepOptions(
  count: number,
  learningRate: Schedule,
  firstOrder: boolean,
  outerStep: number,
): InnerStepOptions[] {
  return Array.from({ length: count }, (_, k) => ({
    learningRate: valueAt(learningRate, { outerStep, innerStep: k }),
    firstOrder,
  }));
}

function trustRegionOptions({ outer }: MamlConfig, outerStep: number): TrustRegionOptions {
  const at = { outerStep, innerStep: 0 };
  return { ...outer, maxKl: valueAt(outer.maxKl, at), cgDamping: valueAt(outer.cgDamping, at) };
}
