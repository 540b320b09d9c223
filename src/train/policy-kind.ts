// Layer 5: experiments on environments, as training knows them.

import { z } from "zod";
import type { Problem } from "../meta-rl/problem.ts";
import { commonConfigShape } from "./config.ts";
import type { PolicyTrainingConfig } from "./config.ts";
import { environmentOf } from "./environment-of.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import type { ExperimentKind } from "./experiment-kind.ts";
import type { PolicyExperiment } from "./experiment.ts";
import { hashEnvironment } from "./hash-environment.ts";
import { problemOf } from "./problem-of.ts";

/** Experiments on environments. Their configurations were checked by the schema of their kind. */
export const policyKind: ExperimentKind<PolicyExperiment> = {
  commonShape: commonConfigShape,

  sourceShape({ environments }) {
    const ids = environments.map(({ id }) => id);
    return {
      environment: z
        .enum(ids)
        .default(ids[0] as string)
        .describe("id of the environment"),
    };
  },
  sourceOf(experiment, config) {
    const environment = environmentOf(experiment, (config as PolicyTrainingConfig).environment);
    return { kind: "environment", id: environment.id, hash: () => hashEnvironment(environment) };
  },
  problemOf: (experiment, config) => problemOf(experiment, config as PolicyTrainingConfig),
  evaluate: (options) =>
    evaluatePolicy({
      ...options,
      config: options.config as PolicyTrainingConfig,
      problem: options.problem as Problem,
    }),
};
