// Layer 5: an experiment on task sets is a value: what is learned, by which learner, with which named configurations.

import { z } from "zod";
import { ConfigError } from "../errors.ts";
import type { FewShotLearner } from "../few-shot/learner.ts";
import { describeFirstIssue } from "../schema-rule.ts";
import type { TaskSet } from "../tasks/task-set.ts";
import { experimentBaseShape, isFunction } from "./experiment-base.ts";
import type { ExperimentBase } from "./experiment-base.ts";
import type { fewShotConfigShape } from "./few-shot-config.ts";

/** An experiment on supervised tasks. A file under `experiments/` has one as its default export. */
export interface FewShotExperiment extends ExperimentBase {
  /** The task sets that `config.taskSet` may name by id; the first is the default. */
  readonly taskSets: readonly TaskSet[];
  readonly learners: readonly FewShotLearner[];
}

/** What a preset may set: any field of the common configuration and of a learner's. */
export type FewShotPreset<Shape extends z.core.$ZodShape> = z.input<
  z.ZodObject<typeof fewShotConfigShape & Shape>
> & {
  /** Id of one of the experiment's task sets. @defaultValue the first one's */
  readonly taskSet?: string;
  /** Name of one of the experiment's learners. @defaultValue the first one's */
  readonly learner?: string;
};

/** What a preset may set that is for one of some learners. */
export type FewShotPresetFor<AnyLearner extends FewShotLearner> =
  AnyLearner extends FewShotLearner<infer Shape> ? FewShotPreset<Shape> : never;

/** An experiment as it is written down, with typed presets. */
export interface FewShotExperimentDefinition<
  Learners extends readonly FewShotLearner[],
> extends FewShotExperiment {
  readonly learners: Learners;
  readonly presets: Readonly<Record<string, FewShotPresetFor<Learners[number]>>>;
}

/**
 * Defines an experiment on task sets; the types of its presets follow from its learners.
 * @throws {@link ConfigError} if it has no task set, no learner or no preset, two learners of one name, or a name that could
 *   not be part of a folder's name
 */
export function defineFewShotExperiment<const Learners extends readonly FewShotLearner[]>(
  definition: FewShotExperimentDefinition<Learners>,
): FewShotExperiment {
  checkFewShotExperiment("defineFewShotExperiment", definition);
  return definition;
}

const experimentSchema = z.object({
  ...experimentBaseShape,
  taskSets: z
    .array(z.object({ id: z.string(), classes: isFunction, sampleTasks: isFunction }))
    .min(1),
});

/**
 * Checks that a value is an experiment on task sets.
 * @param where - what the value is, for the error
 * @throws {@link ConfigError} if it is not
 */
export function checkFewShotExperiment(
  where: string,
  value: unknown,
): asserts value is FewShotExperiment {
  const issue = describeFirstIssue(where, experimentSchema, value);
  if (issue !== undefined) throw new ConfigError(issue);
}
