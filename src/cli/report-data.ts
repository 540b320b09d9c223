// Layer 6: what the report of a run shows, gathered from what training yields.

import { z } from "zod";
import type { Evaluation } from "../meta-rl/evaluation.ts";
import type { ReportData } from "../report/report-data.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import type { Experiment } from "../train/experiment.ts";
import type { MetricsLine } from "../train/metrics.ts";
import type { RunDescription } from "../train/run-description.ts";

/** A finished run. */
export interface FinishedRun {
  readonly experiment: Experiment;
  readonly run: RunDescription;
  readonly metrics: readonly MetricsLine[];
  readonly evaluation: Evaluation;
  readonly environment: EnvironmentFamily;
}

/** Where trust-region learners have their limit. */
const withMaxKl = z.object({ outer: z.object({ maxKl: z.number() }) });

/** Gathers a report. */
export function reportData(finished: FinishedRun): ReportData {
  const { experiment, run, metrics, evaluation, environment } = finished;
  const { plane } = environment;
  const trustRegion = withMaxKl.safeParse(run.config);
  return {
    ...describeOrigin(experiment, run),
    metrics,
    evaluation,
    ...(plane && { plane: { range: plane.range, goal: (task) => plane.goal?.(task) } }),
    ...(trustRegion.success && { maxKl: trustRegion.data.outer.maxKl }),
  };
}

/** What a report says of where a run comes from, whatever was learned. */
export function describeOrigin(
  experiment: Experiment,
  run: RunDescription,
): Pick<ReportData, "title" | "description" | "origin" | "config"> {
  return {
    title: `${experiment.name}, preset ${run.preset}, seed ${run.seed}`,
    description: `${experiment.description}.`,
    origin: {
      experiment: experiment.name,
      preset: run.preset,
      seed: run.seed,
      backend: `${run.backend} (${run.versions.backend})`,
      command: run.command,
    },
    config: run.config,
  };
}
