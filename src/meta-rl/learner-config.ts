// Layer 4: the configuration fields that learners are put together from.

import { z } from "zod";
import { estimatorNames } from "../rl/estimators.ts";
import { weightings } from "../rl/step-weights.ts";
import { scheduleSchema } from "../schedule-schema.ts";
import {
  adamFields,
  innerLearningRate,
  metaBatchSize,
  ruleFields,
  tasksPerChunk,
} from "../meta/config-fields.ts";

const count = z.int().min(1);
const positive = z.number().gt(0);
const notNegative = z.number().min(0);
const fraction = z.number().min(0).max(1);

/** The names of the ways to predict returns. */
export const baselineKinds = ["linear", "zero", "network"] as const;

/** Fields of everything that collects episodes and estimates advantages, with their defaults. */
export const samplingShape = {
  metaBatchSize,
  tasksPerChunk,
  discount: z.number().gt(0).max(1).default(0.99).describe("discount factor"),
  gaeLambda: fraction.default(1).describe("GAE mixing"),
  bootstrapTruncated: z
    .boolean()
    .default(false)
    .describe("continue episodes that the clock ended with the baseline's prediction"),
  weighting: z
    .enum(weightings)
    .default("episode")
    .describe("what means over steps weigh alike: every episode, or every step"),
  normaliseAdvantages: z
    .boolean()
    .default(true)
    .describe("shift and scale the advantages of each task to mean 0 and standard deviation 1"),
  normaliseRewards: z
    .boolean()
    .default(false)
    .describe("divide rewards by the standard deviation of the discounted returns of a rollout"),
  baseline: z
    .strictObject({
      kind: z
        .enum(baselineKinds)
        .default("linear")
        .describe("what predicts returns: linear features, nothing, or a network"),
      ridge: positive.default(1e-5).describe("ridge of the linear baseline's regression"),
      hiddenSizes: z
        .array(count)
        .readonly()
        .default([32, 32])
        .describe("units of each hidden layer of the network"),
      epochs: count.default(20).describe("steps of Adam in which the network is fitted to a task"),
      learningRate: positive.default(0.01).describe("step size of these"),
      metaLearned: z
        .boolean()
        .default(false)
        .describe("learn where the network's fits begin, over outer steps, instead of drawing it"),
      metaLearningRate: positive
        .max(1)
        .default(0.1)
        .describe("how far that moves towards the fitted networks in an outer step"),
    })
    .prefault({}),
} as const;

const episodesPerTask = count
  .default(20)
  .describe("episodes per task before and after each inner step");

/** The field that chooses the loss of inner steps, inside `inner`; without a default. */
export const estimatorField = z
  .enum(estimatorNames)
  .describe("loss of an inner step; they differ in their second derivatives");

/** Fields of an inner loop that the outer step differentiates through, inside `inner`. */
export const innerFields = {
  steps: count.default(1).describe("inner steps per task, each on new episodes"),
  learningRate: innerLearningRate,
  episodesPerTask,
  estimator: estimatorField.default("policy-gradient"),
  diceLambda: fraction.default(1).describe("how far back the loaded DiCE counts dependencies"),
  ...ruleFields,
  entropyBonus: notNegative.default(0).describe("weight of the entropy in the inner loss"),
} as const;

/** Fields of a gradient step on one task, for learners that only take it when they are evaluated; inside `inner`. */
export const fineTuningFields = { learningRate: innerLearningRate, episodesPerTask } as const;

/** Fields of any outer objective, inside `outer`. */
export const outerTerms = {
  entropyBonus: scheduleSchema(notNegative)
    .default(0)
    .describe("weight of the adapted policies' entropy in the outer loss"),
} as const;

/** Fields of an outer objective over an inner loop, inside `outer`. */
export const metaTerms = {
  exploration: notNegative
    .default(0)
    .describe(
      "share of the credit that actions before adaptation get for returns after it; 1 is E-MAML",
    ),
  ...outerTerms,
} as const;

/** Fields of a trust region, inside `outer`. */
export const trustRegionFields = {
  maxKl: scheduleSchema(positive).default(0.01).describe("largest mean KL of an outer step"),
  cgIterations: count.default(10).describe("conjugate gradient iterations"),
  cgResidualTolerance: notNegative.default(1e-10).describe("squared residual that is small enough"),
  cgDamping: scheduleSchema(notNegative)
    .default(1e-5)
    .describe("multiple of the identity added to the curvature"),
  lineSearchSteps: count.default(15).describe("trial steps of the line search at most"),
  lineSearchShrink: z.number().gt(0).lt(1).default(0.8).describe("factor between trial steps"),
} as const;

/** Fields of several steps of Adam on a clipped surrogate, inside `outer`. */
export const clippedFields = {
  ...adamFields,
  epochs: count.default(5).describe("steps of Adam on the data of one outer step"),
  clip: positive.lt(1).default(0.3).describe("how far from 1 probability ratios count"),
} as const;

type OutputOf<Shape extends z.core.$ZodShape> = z.output<z.ZodObject<Shape>>;

/** How episodes are collected and advantages estimated. */
export type SamplingConfig = OutputOf<typeof samplingShape>;

/** How a policy adapts. */
export type InnerConfig = OutputOf<typeof innerFields>;

/** How a policy is fine-tuned. */
export type FineTuningConfig = OutputOf<typeof fineTuningFields>;

/** What a trust region is configured by. */
export type TrustRegionConfig = OutputOf<typeof trustRegionFields>;
