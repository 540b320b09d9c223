// Layer 5: the problem of a configuration: the environment as its learner and its policy see it.

import type { Problem } from "../meta-rl/problem.ts";
import { createProblem } from "../meta-rl/problem.ts";
import { normaliseObservations } from "../rl/wrappers/normalise-observations.ts";
import { observationMoments } from "../rl/wrappers/observation-moments.ts";
import type { CommonConfig } from "./config.ts";
import { environmentOf } from "./environment-of.ts";
import type { PolicyExperiment } from "./experiment.ts";
import { learnerOf } from "./learner-of.ts";

/** What observations are measured on before they are normalised. */
const MEASURED = { tasks: 20, episodes: 5 } as const;

/**
 * Makes the problem that an experiment's learner works on.
 * @throws {@link ConfigError} if there is no such environment or learner, or its observations cannot be normalised
 */
export function problemOf(experiment: PolicyExperiment, config: CommonConfig): Problem {
  const environment = environmentOf(experiment, config.environment);
  const learner = learnerOf(experiment.learners, config.learner);
  const observed = learner.environmentFor?.(environment) ?? environment;
  if (!config.normaliseObservations) return createProblem(observed, config.policy);
  const moments = observationMoments(observed, { ...MEASURED, seed: config.seed });
  return createProblem(normaliseObservations(observed, moments), config.policy);
}
