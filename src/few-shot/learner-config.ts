// Layer 4: the configuration fields that learners of supervised tasks are put together from.

import { z } from "zod";
import {
  innerLearningRate,
  metaBatchSize,
  ruleFields,
  tasksPerChunk,
} from "../meta/config-fields.ts";

const count = z.int().min(1);

/** The schema of a number of classes or items: one number, or the least and the most of a range. */
export const sizeSchema = z.union([
  count,
  z
    .tuple([count, count])
    .readonly()
    .refine(([least, most]) => least <= most, "must be the least and the most"),
]);

/** Fields of tasks in training. */
export const taskShape = {
  metaBatchSize,
  tasksPerChunk,
  ways: sizeSchema
    .default(5)
    .describe("classes of a task, or their least and most; 1 for regression"),
  shots: sizeSchema.default(1).describe("items of a class to adapt on, or their least and most"),
  queries: count.default(15).describe("items of a class to be judged by"),
} as const;

/** Which parameters of a network can adapt: those of CAVIA need a context, which networks do not have. */
export const adapts = z
  .enum(["all", "head"])
  .default("all")
  .describe("parameters that adapt: all, or the last layer");

/** Fields of an inner loop, inside `inner`. */
export const innerFields = {
  steps: count.default(1).describe("inner steps per task, each on all items to adapt on"),
  learningRate: innerLearningRate,
  firstOrder: ruleFields.firstOrder,
  adapts,
  stepSizes: ruleFields.stepSizes,
} as const;

/** Fields of fine-tuning, which outer steps do not differentiate through; inside `inner`. */
export const fineTuningFields = { learningRate: innerLearningRate, adapts } as const;

/** What tasks are, and how many at a time. */
export type TaskConfig = z.output<z.ZodObject<typeof taskShape>>;

/** How a network adapts. */
export type InnerConfig = z.output<z.ZodObject<typeof innerFields>>;
