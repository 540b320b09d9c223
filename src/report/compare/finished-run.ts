// Layer 5: what a comparison reads of a run folder.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ConfigError, formatValue } from "../../errors.ts";
import type { Evaluation } from "../../meta-rl/evaluation.ts";
import { describeFirstIssue } from "../../schema-rule.ts";
import { readMetrics } from "../../train/metrics.ts";
import type { MetricsLine } from "../../train/metrics.ts";
import { readRunDescription } from "../../train/run-description.ts";
import type { RunDescription } from "../../train/run-description.ts";
import { readJson, runFiles } from "../../train/run-folder.ts";
import type { Summary } from "../../train/summary.ts";

/** A run on an environment. */
export type ComparedDescription = RunDescription & Required<Pick<RunDescription, "environment">>;

/** A completed run. */
export interface FinishedRun {
  readonly folder: string;
  readonly description: ComparedDescription;
  /** One line for each outer step, at least one. */
  readonly metrics: readonly MetricsLine[];
  readonly evaluation: Evaluation;
}

const summarySchema = z.looseObject({
  status: z.enum(["completed", "interrupted", "failed"]),
  outerSteps: z.int(),
});

const returns = z.array(z.number()).min(1);

const evaluationSchema = z.looseObject({
  environment: z.string(),
  returns: z
    .array(z.looseObject({ mean: z.number(), ci95: z.tuple([z.number(), z.number()]) }))
    .min(1),
  perTask: z.array(z.looseObject({ task: z.unknown(), returns })).min(1),
});

/**
 * Reads a completed run.
 * @throws {@link ConfigError} if the folder is no run folder, the run is not completed or not on an environment, or a file is
 *   damaged
 */
export function readFinishedRun(folder: string): FinishedRun {
  const description = onEnvironment(folder, readRunDescription(folder));
  const { outerSteps } = readCompletedSummary(folder);
  const evaluation = readJson(folder, runFiles.evaluation);
  check(join(folder, runFiles.evaluation), evaluationSchema, evaluation);
  return {
    folder,
    description,
    metrics: readMetrics(folder, outerSteps),
    evaluation: evaluation as Evaluation,
  };
}

function onEnvironment(folder: string, description: RunDescription): ComparedDescription {
  const { environment, taskSet } = description;
  if (environment !== undefined) return { ...description, environment };
  throw new ConfigError(
    `compare: runs must be on an environment, got ${formatValue(folder)} on the task set ${taskSet?.id}; runs on task sets ` +
      "are compared by a reproduction: acclimate reproduce few-shot",
  );
}

/** A run that goes on after it was completed still has its earlier evaluation: only the summary tells. */
function readCompletedSummary(folder: string): Summary {
  // Training removes the summary while it runs.
  const summary = existsSync(join(folder, runFiles.summary))
    ? readJson(folder, runFiles.summary)
    : { status: "interrupted", outerSteps: 0 };
  check(join(folder, runFiles.summary), summarySchema, summary);
  const { status } = summary as Summary;
  if (status === "completed") return summary as Summary;
  throw new ConfigError(
    `run folder: must hold a completed run, got ${formatValue(folder)} (${status}); go on with: acclimate resume ${folder}`,
  );
}

function check(where: string, schema: z.ZodType, value: unknown): void {
  const issue = describeFirstIssue(where, schema, value);
  if (issue !== undefined) throw new ConfigError(`${issue}; it is damaged`);
}
