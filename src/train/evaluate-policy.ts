// Layer 5: evaluates a trained state on held-out tasks, as a configuration says or otherwise.

import { checkFinite } from "../errors.ts";
import { evaluate } from "../meta-rl/evaluate.ts";
import type { Evaluation } from "../meta-rl/evaluation.ts";
import type { LearnerState } from "../meta-rl/learner.ts";
import type { Problem } from "../meta-rl/problem.ts";
import { createRandom } from "../random.ts";
import type { Schedule } from "../schedule.ts";
import type { Config } from "./config.ts";
import type { Experiment } from "./experiment.ts";
import { learnerOf } from "./learner-of.ts";

/** What to evaluate. */
export interface EvaluatePolicyOptions {
  readonly experiment: Experiment;
  readonly config: Config;
  readonly problem: Problem;
  readonly state: LearnerState;
  /** Outer steps that led to it; schedules stand at the last of them. */
  readonly outerSteps: number;
  /** Settings other than those of the configuration. */
  readonly settings?: EvaluationSettings;
}

/** How much to evaluate, and on which tasks. */
export interface EvaluationSettings {
  readonly tasks?: number | undefined;
  readonly episodesPerTask?: number | undefined;
  readonly innerSteps?: number | undefined;
  /** Inner learning rate, a schedule of `innerStep`. */
  readonly learningRate?: Schedule | undefined;
  /** Names other held-out tasks than those of the run. */
  readonly seed?: number | undefined;
}

/**
 * Adapts to held-out tasks, which come from a stream of their own.
 * @throws {@link NumericalError} if a return is not finite
 */
export function evaluatePolicy(options: EvaluatePolicyOptions): Evaluation {
  const { experiment, config, problem, state, outerSteps, settings = {} } = options;
  const evaluation = evaluate({
    problem,
    learner: learnerOf(experiment, config.learner),
    config,
    state,
    tasks: settings.tasks ?? config.evaluation.tasks,
    episodesPerTask: settings.episodesPerTask ?? config.evaluation.episodesPerTask,
    innerSteps: settings.innerSteps ?? config.evaluation.innerSteps,
    learningRate: settings.learningRate ?? config.evaluation.learningRate,
    outerStep: Math.max(0, outerSteps - 1),
    rng: createRandom(settings.seed ?? config.seed).split("evaluation"),
  });
  checkFinite("evaluation", evaluation.returns);
  return evaluation;
}
