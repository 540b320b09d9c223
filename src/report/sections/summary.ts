// Layer 5: the head of the report of a run on environments.

import { formatCount, formatDuration, formatNumberOf, formatReturn } from "../format.ts";
import type { Html } from "../html.ts";
import type { ReportData } from "../report-data.ts";
import { secondsOf } from "../../train/metrics.ts";
import { headSection } from "./head.ts";

/** Builds the title, the returns on held-out tasks and the facts of the run. */
export function summarySection(data: ReportData): Html {
  const { origin, metrics, evaluation } = data;
  return headSection(data, {
    points: evaluation.returns,
    tasks: evaluation.tasks,
    what: `Mean return on ${formatNumberOf(evaluation.tasks, "held-out task")}`,
    format: formatReturn,
    facts: [
      ["Experiment", origin?.experiment],
      ["Preset", origin?.preset],
      ["Seed", origin && String(origin.seed)],
      ["Environment", evaluation.environment],
      ["Outer steps", formatCount(metrics.length)],
      ["Environment steps", formatCount(metrics.at(-1)?.environmentSteps ?? 0)],
      ["Training time", formatDuration(secondsOf(metrics))],
      ["Backend", origin?.backend],
    ],
  });
}
