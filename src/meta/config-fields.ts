// Layer 4: configuration fields that learners of every kind of problem are put together from.

import { z } from "zod";
import { scheduleSchema } from "../schedule-schema.ts";
import { adaptedParts, stepSizeKinds } from "./adaptation-rule.ts";

const count = z.int().min(1);

/** The field of the meta-batch. */
export const metaBatchSize = count.default(20).describe("tasks per outer step");

/** The field that bounds how many tasks go through the numerics together. */
export const tasksPerChunk = z
  .union([z.literal("auto"), count])
  .default("auto")
  .describe("tasks that the numerics take at a time: bounds memory; auto fits a chunk to a cache");

/** The field of the step size of inner steps, inside `inner`. */
export const innerLearningRate = scheduleSchema(z.number().min(0))
  .default(0.1)
  .describe("step size of the inner gradient; may depend on outerStep and innerStep");

/** Fields of how a model adapts, inside `inner`. */
export const ruleFields = {
  firstOrder: z.boolean().default(false).describe("treat the inner gradient as a constant"),
  adapts: z
    .enum(adaptedParts)
    .default("all")
    .describe("parameters that adapt: all, the last layer, or the context vector"),
  stepSizes: z
    .enum(stepSizeKinds)
    .default("fixed")
    .describe("factors of the inner learning rate: 1, or learned"),
} as const;

/** Fields of Adam, inside `outer`. */
export const adamFields = {
  learningRate: scheduleSchema(z.number().gt(0)).default(1e-3).describe("step size of Adam"),
  maxGradientNorm: z
    .number()
    .gt(0)
    .optional()
    .describe("longest gradient; a longer one is scaled down"),
} as const;

/** Fields of Reptile's outer step, inside `outer`. */
export const reptileFields = {
  stepSize: scheduleSchema(z.number().gt(0).max(1))
    .default(0.1)
    .describe("how far the initial parameters move towards the mean of the adapted ones"),
} as const;

/** What Adam is configured by. */
export type AdamConfig = z.output<z.ZodObject<typeof adamFields>>;
