// Layer 5: an experiment is a value: what is learned, by which learner, with which named configurations.

import { z } from "zod";
import { ConfigError } from "../errors.ts";
import type { Learner } from "../meta-rl/learner.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { describeFirstIssue } from "../schema-rule.ts";
import type { commonConfigShape } from "./config.ts";

/** An experiment. A file under `experiments/` has one as its default export. */
export interface Experiment {
  readonly name: string;
  /** One sentence for `acclimate list`. */
  readonly description: string;
  /** The environments that `config.environment` may name by id; the first is the default. */
  readonly environments: readonly EnvironmentFamily[];
  /** The learners that `config.learner` may name; the first is the default. */
  readonly learners: readonly Learner[];
  /** Named configurations; each is completed with the schema's defaults. The first is the default preset. */
  readonly presets: Readonly<Record<string, object>>;
}

/** What a preset may set: any field of the common configuration and of a learner's. */
export type Preset<Shape extends z.core.$ZodShape> = z.input<
  z.ZodObject<typeof commonConfigShape & Shape>
> & {
  /** Id of one of the experiment's environments. @defaultValue the first one's */
  readonly environment?: string;
  /** Name of one of the experiment's learners. @defaultValue the first one's */
  readonly learner?: string;
};

/** What a preset may set that is for one of some learners. */
export type PresetFor<AnyLearner extends Learner> =
  AnyLearner extends Learner<infer Shape> ? Preset<Shape> : never;

/** An experiment as it is written down, with typed presets. */
export interface ExperimentDefinition<Learners extends readonly Learner[]> extends Experiment {
  readonly learners: Learners;
  readonly presets: Readonly<Record<string, PresetFor<Learners[number]>>>;
}

/**
 * Defines an experiment; the types of its presets follow from its learners.
 * @throws {@link ConfigError} if it has no environment, no learner or no preset, two learners of one name, or a name that could
 *   not be part of a folder's name
 */
export function defineExperiment<const Learners extends readonly Learner[]>(
  definition: ExperimentDefinition<Learners>,
): Experiment {
  checkExperiment("defineExperiment", definition);
  return definition;
}

const isFunction = z.custom<unknown>((value) => typeof value === "function", "must be a function");

const experimentSchema = z.object({
  name: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  description: z.string(),
  environments: z
    .array(z.object({ id: z.string(), createEnvironment: isFunction, sampleTasks: isFunction }))
    .min(1),
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
});

/**
 * Checks that a value is an experiment.
 * @param where - what the value is, for the error
 * @throws {@link ConfigError} if it is not
 */
export function checkExperiment(where: string, value: unknown): asserts value is Experiment {
  const issue = describeFirstIssue(where, experimentSchema, value);
  if (issue !== undefined) throw new ConfigError(issue);
}
