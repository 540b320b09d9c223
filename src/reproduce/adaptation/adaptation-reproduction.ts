// Layer 5: a published table of adaptation as a value: methods that are trained with several seeds, and the returns that were
// published after 0, 1, … inner steps.

import { z } from "zod";
import { ConfigError } from "../../errors.ts";
import { describeFirstIssue } from "../../schema-rule.ts";
import { checkExperiment } from "../../train/experiment.ts";
import type { Experiment } from "../../train/experiment.ts";
import { expectationSchema, describeUnknownPlace } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";

/** A published mean return. */
export interface PublishedReturn {
  readonly mean: number;
  /** Half-width of its 95 % interval over tasks; absent where it is not known. */
  readonly margin?: number;
}

/** One column: a preset that is trained with each seed and then adapts to held-out tasks. */
export interface AdaptationMethod {
  /** As the command line and the folders of its runs name it. */
  readonly name: string;
  /** A preset of the experiment. */
  readonly preset: string;
  /** What differs from the preset: `path=value` each. @defaultValue nothing */
  readonly overrides?: readonly string[];
  /** Most inner steps; 0 for a method that does not adapt. @defaultValue those of the reproduction */
  readonly innerSteps?: number;
  /** What was published after 0, 1, … inner steps; absent, or shorter, where nothing was. */
  readonly published?: readonly PublishedReturn[];
}

/** A table of adaptation that can be made again. A file of `experiments/reproductions/` has one as its default export. */
export interface AdaptationReproduction {
  readonly kind: "adaptation";
  readonly name: string;
  /** One sentence: which figure or table of which paper. */
  readonly description: string;
  /** The address of the paper. */
  readonly source: string;
  readonly experiment: Experiment;
  /** The address of the experiment's file; absent for an experiment that comes with the package. */
  readonly experimentFile?: URL;
  /** Most inner steps; the rows are 0 to this number. */
  readonly innerSteps: number;
  /** The columns. */
  readonly methods: readonly AdaptationMethod[];
  /** Those that each method is trained with, if no others are asked for; at least two. */
  readonly seeds: readonly number[];
  /** What must hold of our means for the claim of the paper to be reproduced. @defaultValue nothing */
  readonly expectations?: readonly Expectation[];
}

const innerSteps = z.int().min(0);

const methodSchema = z.object({
  name: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  preset: z.string(),
  overrides: z.array(z.string()).optional(),
  innerSteps: innerSteps.optional(),
  published: z
    .array(z.object({ mean: z.number(), margin: z.number().min(0).optional() }))
    .optional(),
});

const reproductionSchema = z.object({
  kind: z.literal("adaptation"),
  name: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  description: z.string(),
  source: z.url(),
  experiment: z.unknown(),
  experimentFile: z.instanceof(URL).optional(),
  innerSteps,
  methods: z
    .array(methodSchema)
    .min(1)
    .refine((methods) => areDistinct(methods.map(({ name }) => name)), "must have different names"),
  seeds: z.array(z.int().min(0)).min(2).refine(areDistinct, "must differ"),
  expectations: z.array(expectationSchema).optional(),
});

/**
 * Defines a reproduction of adaptation.
 * @throws {@link ConfigError} if a field is missing or wrong, or an expectation names a point that the table does not have
 */
export function defineAdaptationReproduction(
  definition: Omit<AdaptationReproduction, "kind">,
): AdaptationReproduction {
  const reproduction = { kind: "adaptation", ...definition };
  checkAdaptationReproduction("defineAdaptationReproduction", reproduction);
  return reproduction;
}

/**
 * Checks that a value is a reproduction of adaptation.
 * @param where - what the value is, for the error
 * @throws {@link ConfigError} if it is not
 */
export function checkAdaptationReproduction(
  where: string,
  value: unknown,
): asserts value is AdaptationReproduction {
  const issue = describeFirstIssue(where, reproductionSchema, value);
  if (issue !== undefined) throw new ConfigError(issue);
  const reproduction = value as AdaptationReproduction;
  checkExperiment(`${where}.experiment`, reproduction.experiment);
  reproduction.methods.forEach((method, index) => {
    const most = innerStepsOf(reproduction, method);
    const published = method.published?.length ?? 0;
    if (most > reproduction.innerSteps) {
      throw new ConfigError(
        `${where}.methods.${index}.innerSteps: must be at most the ${reproduction.innerSteps} of the reproduction, got ${most}`,
      );
    }
    if (published > most + 1) {
      throw new ConfigError(
        `${where}.methods.${index}.published: must have at most ${most + 1} returns, after 0 to ${most} inner steps, got ${published}`,
      );
    }
  });
  const unknown = describeUnknownPlace(reproduction.expectations ?? [], (place) =>
    reproduction.methods.some(
      (method) =>
        method.name === place.method && place.innerSteps <= innerStepsOf(reproduction, method),
    ),
  );
  if (unknown !== undefined) throw new ConfigError(`${where}.expectations: ${unknown}`);
}

/** The most inner steps of a method. */
export function innerStepsOf(
  reproduction: Pick<AdaptationReproduction, "innerSteps">,
  method: AdaptationMethod,
): number {
  return method.innerSteps ?? reproduction.innerSteps;
}

function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
