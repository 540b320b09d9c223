// Layer 5: evaluates a trained state on held-out tasks, as a configuration says or otherwise.

import { checkFinite } from "../errors.ts";
import { evaluate } from "../meta-rl/evaluate.ts";
import type { Evaluation } from "../meta-rl/evaluation.ts";
import type { Problem } from "../meta-rl/problem.ts";
import { createRandom } from "../random.ts";
import type { PolicyTrainingConfig } from "./config.ts";
import type { EvaluateOptions } from "./experiment-kind.ts";
import type { PolicyExperiment } from "./experiment.ts";
import { learnerOf } from "./learner-of.ts";

/** What to evaluate. */
export interface EvaluatePolicyOptions extends EvaluateOptions<PolicyExperiment> {
  readonly config: PolicyTrainingConfig;
  readonly problem: Problem;
}

/**
 * Adapts to held-out tasks, which come from a stream of their own.
 * @throws {@link NumericalError} if a return is not finite
 */
export function evaluatePolicy(options: EvaluatePolicyOptions): Evaluation {
  const { experiment, config, problem, state, outerSteps, settings = {} } = options;
  const evaluation = evaluate({
    problem,
    learner: learnerOf(experiment.learners, config.learner),
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
