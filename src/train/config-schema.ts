// Layer 5: the schema of one experiment's configuration.

import { z } from "zod";
import type { MetaLearner } from "../meta/learner.ts";
import type { Config } from "./base-config.ts";
import type { Experiment } from "./experiment.ts";
import { kindOf } from "./kind-of.ts";

/** Makes the schema of an experiment's configuration: common fields and those of one of its learners, and no others. */
export function configSchema(
  experiment: Experiment,
  { name, configShape }: MetaLearner,
): z.ZodType<Config> {
  const { sourceShape, commonShape } = kindOf(experiment);
  return z.strictObject({
    ...sourceShape(experiment),
    learner: z.literal(name).default(name).describe("name of the learner"),
    ...commonShape,
    ...configShape,
  }) as unknown as z.ZodType<Config>;
}
