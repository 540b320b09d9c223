// Layer 5: the schema of one experiment's configuration.

import { z } from "zod";
import { commonConfigShape } from "./config.ts";
import type { Config } from "./config.ts";
import type { Experiment } from "./experiment.ts";

/** Makes the schema of an experiment's configuration: common fields and those of its learner, and no others. */
export function configSchema({ environments, learner }: Experiment): z.ZodType<Config> {
  const ids = environments.map(({ id }) => id);
  return z.strictObject({
    environment: z
      .enum(ids)
      .default(ids[0] as string)
      .describe("id of the environment"),
    ...commonConfigShape,
    ...learner.configShape,
  });
}
