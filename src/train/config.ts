// Layer 5: the configuration of a training of policies: the fields that all experiments on environments have.

import { z } from "zod";
import { initialiserNames } from "../nn/initialisers.ts";
import { activationNames } from "../nn/mlp.ts";
import { evaluationLearningRate, trainingShape } from "./base-config.ts";
import type { Config } from "./base-config.ts";

const count = z.int().min(1);

/** Configuration fields of every experiment on environments but `environment`, with their defaults. */
export const commonConfigShape = {
  ...trainingShape,
  policy: z
    .strictObject({
      hiddenSizes: z
        .array(count)
        .readonly()
        .default([64, 64])
        .describe("units of each hidden layer"),
      activation: z
        .enum(activationNames)
        .default("tanh")
        .describe("non-linearity of hidden layers"),
      initialisation: z
        .enum(initialiserNames)
        .default("glorot-uniform")
        .describe("how weights are drawn; biases start at 0"),
      initialStd: z
        .number()
        .gt(0)
        .default(1)
        .describe("standard deviation of a Gaussian policy's actions before training"),
      minStd: z.number().gt(0).default(1e-6).describe("floor of that standard deviation"),
      contextSize: z
        .int()
        .min(0)
        .default(0)
        .describe("length of a vector of parameters beside the observation, for adapting"),
    })
    .prefault({}),
  normaliseObservations: z
    .boolean()
    .default(false)
    .describe("shift and scale observations by what a random policy sees; needs a Box"),
  evaluation: z
    .strictObject({
      tasks: count.default(40).describe("held-out tasks"),
      episodesPerTask: count
        .default(20)
        .describe("episodes per task before and after each inner step"),
      innerSteps: z.int().min(0).default(3).describe("inner steps to make on each task"),
      learningRate: evaluationLearningRate,
    })
    .prefault({}),
} as const;

/** The fields that every resolved configuration has. */
export type CommonConfig = z.output<z.ZodObject<typeof commonConfigShape>> & {
  /** Id of the environment. */
  readonly environment: string;
  /** Name of the learner. */
  readonly learner: string;
};

/** A resolved configuration: plain JSON, complete, and valid for its experiment. */
export type PolicyTrainingConfig = CommonConfig & Config;
