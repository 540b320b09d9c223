// Layer 5: what a report is made from. Reports read values only; nothing here touches a file or a tensor.

import { checkFinite } from "../errors.ts";
import type { Evaluation } from "../meta-rl/evaluation.ts";
import type { Json } from "../json.ts";
import type { MetricsLine } from "../train/metrics.ts";

/** Where a run comes from, for the head of its report. */
export interface RunOrigin {
  /** Name or file of the experiment. */
  readonly experiment: string;
  readonly preset?: string;
  readonly seed: number;
  /** Name, and version if known, of the tensor backend. */
  readonly backend: string;
  /** The command line that makes the same run again. */
  readonly command: string;
}

/** How paths are drawn; the parts of an environment's plane that a picture needs. */
export interface ReportPlane {
  /** Both axes show at least this range. */
  readonly range: readonly [number, number];
  /** The goal of a task, if it has one. */
  goal?(task: Json): readonly [number, number] | undefined;
}

/** What the reports of all kinds of runs show. */
export interface ReportedRun {
  readonly title: string;
  /** What was run, in a sentence or two. */
  readonly description: string;
  readonly origin?: RunOrigin;
  /** The whole configuration as plain JSON. */
  readonly config: object;
}

/** Everything that the report of a run on environments shows. */
export interface ReportData extends ReportedRun {
  /** In the order of `outerStep`. */
  readonly metrics: readonly MetricsLine[];
  readonly evaluation: Evaluation;
  /** Absent where paths are not drawn. */
  readonly plane?: ReportPlane;
  /** Largest mean KL that an outer step may have; drawn beside the measured one. */
  readonly maxKl?: number;
}

/**
 * Checks that every number that a report would draw is finite.
 * @throws {@link NumericalError} naming the first that is not
 */
export function checkReportData({ metrics, evaluation, maxKl }: ReportData): void {
  checkFinite("ReportData.metrics", metrics);
  checkFinite("ReportData.evaluation.returns", evaluation.returns);
  checkFinite("ReportData.evaluation.perTask", evaluation.perTask);
  checkFinite("ReportData.evaluation.health", evaluation.health);
  checkFinite("ReportData.evaluation.paths", evaluation.paths);
  checkFinite("ReportData.maxKl", maxKl);
}
