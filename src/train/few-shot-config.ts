// Layer 5: the configuration of a training on supervised tasks: the fields that all such experiments have.

import { z } from "zod";
import { sizeSchema, taskShape } from "../few-shot/learner-config.ts";
import { networkKinds } from "../nn/create-network.ts";
import { initialiserNames } from "../nn/initialisers.ts";
import { activationNames } from "../nn/mlp.ts";
import { normalisationNames } from "../nn/network-of-blocks.ts";
import { splits } from "../tasks/task-set.ts";
import { evaluationLearningRate, trainingShape } from "./base-config.ts";

const count = z.int().min(1);

/** Configuration fields of every experiment on task sets but `taskSet`, with their defaults. */
export const fewShotConfigShape = {
  ...trainingShape,
  ways: taskShape.ways,
  shots: taskShape.shots,
  queries: taskShape.queries,
  network: z
    .strictObject({
      kind: z
        .enum(networkKinds)
        .default("mlp")
        .describe("layers that see all inputs, or convolutions of pictures"),
      hiddenSizes: z
        .array(count)
        .readonly()
        .default([64, 64])
        .describe("units of each hidden layer of an mlp"),
      filters: z
        .array(count)
        .readonly()
        .default([64, 64, 64, 64])
        .describe("filters of each block of a convolutional network"),
      activation: z
        .enum(activationNames)
        .default("relu")
        .describe("non-linearity of hidden layers"),
      normalisation: z
        .enum(normalisationNames)
        .default("none")
        .describe(
          "batch: shift and scale each hidden unit by the items that are looked at together",
        ),
      initialisation: z
        .enum(initialiserNames)
        .default("he-normal")
        .describe("how weights are drawn; biases start at 0"),
    })
    .prefault({}),
  evaluation: z
    .strictObject({
      split: z.enum(splits).default("test").describe("part of the task set to evaluate on"),
      tasks: count.default(600).describe("held-out tasks"),
      ways: sizeSchema.optional().describe("classes of a task; as in training if absent"),
      shots: sizeSchema
        .optional()
        .describe("items of a class to adapt on; as in training if absent"),
      queries: count.default(15).describe("items of a class to be judged by"),
      innerSteps: z.int().min(0).default(10).describe("inner steps to make on each task"),
      learningRate: evaluationLearningRate,
    })
    .prefault({}),
} as const;

/** The fields that every resolved configuration of an experiment on task sets has. */
export type FewShotConfig = z.output<z.ZodObject<typeof fewShotConfigShape>> & {
  /** Id of the task set. */
  readonly taskSet: string;
  /** Name of the learner. */
  readonly learner: string;
};
