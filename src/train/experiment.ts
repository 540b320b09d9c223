// Layer 5: an experiment on environments is a value: what is learned, by which learner, with which named configurations.

import { z } from "zod";
import { ConfigError } from "../errors.ts";
import type { Learner } from "../meta-rl/learner.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { describeFirstIssue } from "../schema-rule.ts";
import type { commonConfigShape } from "./config.ts";
import { experimentBaseShape, isFunction } from "./experiment-base.ts";
import type { ExperimentBase } from "./experiment-base.ts";
import { checkFewShotExperiment } from "./few-shot-experiment.ts";
import type { FewShotExperiment } from "./few-shot-experiment.ts";

/** An experiment on environments. A file under `experiments/` has one as its default export. */
export interface PolicyExperiment extends ExperimentBase {
  /** The environments that `config.environment` may name by id; the first is the default. */
  readonly environments: readonly EnvironmentFamily[];
  readonly learners: readonly Learner[];
}

/** An experiment of any kind. */
export type Experiment = PolicyExperiment | FewShotExperiment;

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
export interface ExperimentDefinition<
  Learners extends readonly Learner[],
> extends PolicyExperiment {
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
): PolicyExperiment {
  checkPolicyExperiment("defineExperiment", definition);
  return definition;
}

const experimentSchema = z.object({
  ...experimentBaseShape,
  environments: z
    .array(z.object({ id: z.string(), createEnvironment: isFunction, sampleTasks: isFunction }))
    .min(1),
});

/**
 * Checks that a value is an experiment, on environments or on task sets.
 * @param where - what the value is, for the error
 * @throws {@link ConfigError} if it is not
 */
export function checkExperiment(where: string, value: unknown): asserts value is Experiment {
  if (typeof value === "object" && value !== null && "taskSets" in value) {
    checkFewShotExperiment(where, value);
  } else {
    checkPolicyExperiment(where, value);
  }
}

function checkPolicyExperiment(where: string, value: unknown): asserts value is PolicyExperiment {
  const issue = describeFirstIssue(where, experimentSchema, value);
  if (issue !== undefined) throw new ConfigError(issue);
}
