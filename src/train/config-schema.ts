// Layer 5: the schema of one experiment's configuration.

import { z } from "zod";
import { commonConfigShape } from "./config.ts";
import type { Learner } from "../meta-rl/learner.ts";
import type { Config } from "./config.ts";
import type { Experiment } from "./experiment.ts";

/** Makes the schema of an experiment's configuration: common fields and those of one of its learners, and no others. */
export function configSchema(
  { environments }: Experiment,
  { name, configShape }: Learner,
): z.ZodType<Config> {
  const ids = environments.map(({ id }) => id);
  return z.strictObject({
    environment: z
      .enum(ids)
      .default(ids[0] as string)
      .describe("id of the environment"),
    learner: z.literal(name).default(name).describe("name of the learner"),
    ...commonConfigShape,
    ...configShape,
  });
}
