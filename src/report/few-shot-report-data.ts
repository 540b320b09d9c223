// Layer 5: what the report of a run on supervised tasks is made from.

import { checkFinite } from "../errors.ts";
import type { FewShotEvaluation } from "../few-shot/evaluation.ts";
import type { FewShotReport } from "../few-shot/learner.ts";
import type { MetricsLine } from "../train/metrics.ts";
import type { ReportedRun } from "./report-data.ts";

/** Everything that the report of a run on supervised tasks shows. */
export interface FewShotReportData extends ReportedRun {
  /** In the order of `outerStep`. */
  readonly metrics: readonly MetricsLine<FewShotReport>[];
  readonly evaluation: FewShotEvaluation;
}

/**
 * Checks that every number that a report would draw is finite.
 * @throws {@link NumericalError} naming the first that is not
 */
export function checkFewShotReportData({ metrics, evaluation }: FewShotReportData): void {
  checkFinite("FewShotReportData.metrics", metrics);
  checkFinite("FewShotReportData.evaluation.scores", evaluation.scores);
  checkFinite("FewShotReportData.evaluation.domains", evaluation.domains);
  checkFinite("FewShotReportData.evaluation.perTask", evaluation.perTask);
  checkFinite("FewShotReportData.evaluation.examples", evaluation.examples);
}
