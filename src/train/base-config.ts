// Layer 5: what the configurations of all kinds of experiments have.

import { z } from "zod";
import type { Schedule } from "../schedule.ts";
import { scheduleSchema } from "../schedule-schema.ts";

const count = z.int().min(1);

/** Configuration fields of the length and the randomness of a training. */
export const trainingShape = {
  seed: z.int().min(0).default(1).describe("names all random streams of the run"),
  outerSteps: count.default(100).describe("outer steps to train for"),
} as const;

/** The field of the step size that an evaluation takes, inside `evaluation`. */
export const evaluationLearningRate = scheduleSchema(z.number().min(0))
  .optional()
  .describe("step size of the inner gradient; as in training if absent");

/** A resolved configuration: plain JSON, complete, and valid for its experiment. */
export interface Config extends Readonly<Record<string, unknown>> {
  readonly seed: number;
  readonly outerSteps: number;
  /** Name of the learner. */
  readonly learner: string;
  readonly evaluation: {
    readonly tasks: number;
    readonly innerSteps: number;
    readonly learningRate?: Schedule | undefined;
  };
}
