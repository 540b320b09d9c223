// Layer 4: the configuration of MAML with a TRPO outer step.

import { z } from "zod";
import { weightings } from "../rl/step-weights.ts";
import { scheduleSchema } from "../schedule-schema.ts";

const count = z.int().min(1);

/** Configuration fields of {@link maml}, with their defaults. */
export const mamlConfigShape = {
  metaBatchSize: count.default(20).describe("tasks per outer step"),
  tasksPerChunk: z
    .union([z.literal("auto"), count])
    .default("auto")
    .describe(
      "tasks that the numerics take at a time: bounds memory; auto fits a chunk to a cache",
    ),
  discount: z.number().gt(0).max(1).default(0.99).describe("discount factor"),
  gaeLambda: z.number().min(0).max(1).default(1).describe("GAE mixing"),
  bootstrapTruncated: z
    .boolean()
    .default(false)
    .describe("continue episodes that the clock ended with the baseline's prediction"),
  weighting: z
    .enum(weightings)
    .default("episode")
    .describe("what means over steps weigh alike: every episode, or every step"),
  baseline: z
    .strictObject({
      ridge: z.number().gt(0).default(1e-5).describe("ridge of the linear baseline's regression"),
    })
    .prefault({}),
  inner: z
    .strictObject({
      steps: count.default(1).describe("inner steps per task, each on new episodes"),
      learningRate: scheduleSchema(z.number().min(0))
        .default(0.1)
        .describe("step size of the inner gradient; may depend on outerStep and innerStep"),
      episodesPerTask: count
        .default(20)
        .describe("episodes per task before and after each inner step"),
      firstOrder: z.boolean().default(false).describe("treat the inner gradient as a constant"),
    })
    .prefault({}),
  outer: z
    .strictObject({
      maxKl: scheduleSchema(z.number().gt(0))
        .default(0.01)
        .describe("largest mean KL of an outer step"),
      cgIterations: count.default(10).describe("conjugate gradient iterations"),
      cgResidualTolerance: z
        .number()
        .min(0)
        .default(1e-10)
        .describe("squared residual that is small enough"),
      cgDamping: scheduleSchema(z.number().min(0))
        .default(1e-5)
        .describe("multiple of the identity added to the curvature"),
      lineSearchSteps: count.default(15).describe("trial steps of the line search at most"),
      lineSearchShrink: z.number().gt(0).lt(1).default(0.8).describe("factor between trial steps"),
    })
    .prefault({}),
} as const;
