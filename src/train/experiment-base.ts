// Layer 5: what experiments of every kind have in common, and its check.

import { z } from "zod";
import type { MetaLearner } from "../meta/learner.ts";

/** What every experiment has. */
export interface ExperimentBase {
  readonly name: string;
  /** One sentence for `acclimate list`. */
  readonly description: string;
  /** The learners that `config.learner` may name; the first is the default. */
  readonly learners: readonly MetaLearner[];
  /** Named configurations; each is completed with the schema's defaults. The first is the default preset. */
  readonly presets: Readonly<Record<string, object>>;
}

/** The rule that a value is a function. */
export const isFunction = z.custom<unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

/** The rules of what every experiment has. */
export const experimentBaseShape = {
  name: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  description: z.string(),
  learners: z
    .array(
      z.object({
        name: z.string(),
        initialise: isFunction,
        outerStep: isFunction,
        adapt: isFunction,
      }),
    )
    .min(1)
    .refine(
      (learners) => new Set(learners.map(({ name }) => name)).size === learners.length,
      "must have different names",
    ),
  presets: z
    .record(z.string(), z.looseObject({}))
    .refine((presets) => Object.keys(presets).length > 0, "must have at least one preset"),
} as const;
