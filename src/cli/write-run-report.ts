// Layer 6: writes the report of a run of any kind of experiment.

import type { FewShotReport } from "../few-shot/learner.ts";
import { writeFewShotReport } from "../report/few-shot-report.ts";
import { writeReport } from "../report/report.ts";
import type { PolicyTrainingConfig } from "../train/config.ts";
import { environmentOf } from "../train/environment-of.ts";
import { isFewShotEvaluation } from "../train/evaluation-curve.ts";
import type { AnyEvaluation } from "../train/evaluation-curve.ts";
import type { Experiment } from "../train/experiment.ts";
import { isFewShotExperiment } from "../train/kind-of.ts";
import type { AnyMetricsLine, MetricsLine } from "../train/metrics.ts";
import type { RunDescription } from "../train/run-description.ts";
import { describeOrigin, reportData } from "./report-data.ts";

/** A finished run. */
export interface WrittenRun {
  readonly experiment: Experiment;
  readonly run: RunDescription;
  readonly metrics: readonly AnyMetricsLine[];
  readonly evaluation: AnyEvaluation;
}

/** Writes `report.html` into a run folder, whole or not at all. */
export async function writeRunReport(
  folder: string,
  { experiment, run, metrics, evaluation }: WrittenRun,
): Promise<void> {
  if (isFewShotEvaluation(evaluation)) {
    await writeFewShotReport(folder, {
      ...describeOrigin(experiment, run),
      metrics: metrics as readonly MetricsLine<FewShotReport>[],
      evaluation,
    });
  } else if (!isFewShotExperiment(experiment)) {
    const { environment: id } = run.config as PolicyTrainingConfig;
    const environment = environmentOf(experiment, id);
    const lines = metrics as readonly MetricsLine[];
    await writeReport(
      folder,
      reportData({ experiment, run, metrics: lines, evaluation, environment }),
    );
  }
}
