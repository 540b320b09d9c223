// Layer 5: what a completed run of any kind of experiment says of the adaptation of its seed.

import { join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../errors.ts";
import { fewShotMeasures } from "../../few-shot/evaluation.ts";
import { describeFirstIssue } from "../../schema-rule.ts";
import {
  evaluationCurve,
  isFewShotEvaluation,
  nonFiniteStepsOf,
} from "../../train/evaluation-curve.ts";
import type { AnyEvaluation } from "../../train/evaluation-curve.ts";
import { readMetrics, secondsOf } from "../../train/metrics.ts";
import { readRunDescription } from "../../train/run-description.ts";
import { readJson, runFiles } from "../../train/run-folder.ts";
import type { SeedResult } from "./seed-result.ts";

const summarySchema = z.looseObject({ status: z.literal("completed"), outerSteps: z.int() });

const points = z
  .array(z.looseObject({ mean: z.number(), ci95: z.tuple([z.number(), z.number()]) }))
  .min(1);

const perTask = z.array(z.looseObject({ task: z.unknown() })).min(1);

const returnsSchema = z.looseObject({ episodesPerTask: z.int(), returns: points, perTask });

const sizeSchema = z.union([z.int(), z.tuple([z.int(), z.int()])]);

const scoresSchema = z.looseObject({
  taskSet: z.string(),
  split: z.string(),
  ways: sizeSchema,
  shots: sizeSchema,
  queries: z.int(),
  measure: z.enum(fewShotMeasures),
  scores: points,
  perTask,
});

/** Reads a run folder. @throws {@link ConfigError} if the run is not completed, or a file is damaged */
export function readResult(folder: string): SeedResult {
  const summary = readJson(folder, runFiles.summary);
  check(join(folder, runFiles.summary), summarySchema, summary);
  const found = (readJson(folder, runFiles.evaluation) ?? {}) as AnyEvaluation;
  const schema = isFewShotEvaluation(found) ? scoresSchema : returnsSchema;
  check(join(folder, runFiles.evaluation), schema, found);
  const { outerSteps } = summary as z.output<typeof summarySchema>;
  return {
    seed: readRunDescription(folder).seed,
    ...evaluationCurve(found),
    protocol: protocolOf(found),
    heldOutTasks: found.perTask.map(({ task }) => task),
    takenBack: new Set(nonFiniteStepsOf(found).map(({ task }) => task)).size,
    seconds: secondsOf(readMetrics(folder, outerSteps)),
  };
}

function protocolOf(evaluation: AnyEvaluation): SeedResult["protocol"] {
  if (!isFewShotEvaluation(evaluation)) return { episodesPerTask: evaluation.episodesPerTask };
  const { taskSet, split, ways, shots, queries } = evaluation;
  return { taskSet, split, ways, shots, queries };
}

function check(where: string, schema: z.ZodType, value: unknown): void {
  const issue = describeFirstIssue(where, schema, value);
  if (issue !== undefined) throw new ConfigError(issue);
}
