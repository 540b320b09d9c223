// Layer 5: the head of the report of a run on supervised tasks.

import { secondsOf } from "../../train/metrics.ts";
import type { FewShotReportData } from "../few-shot-report-data.ts";
import { formatCount, formatDuration, formatNumberOf } from "../format.ts";
import { formatTaskShape } from "../format-task-shape.ts";
import type { Html } from "../html.ts";
import { measureFormat } from "../measure-format.ts";
import { headSection } from "./head.ts";

/** Builds the title, the scores on held-out tasks and the facts of the run. */
export function fewShotSummarySection(data: FewShotReportData): Html {
  const { origin, metrics, evaluation } = data;
  const { name, format, formatMargin } = measureFormat(evaluation.measure);
  const tasksLearnedFrom = metrics.reduce((sum, line) => sum + line.tasks, 0);
  return headSection(data, {
    points: evaluation.scores,
    tasks: evaluation.tasks,
    what: `Mean ${name} on ${formatNumberOf(evaluation.tasks, "held-out task")}`,
    format,
    formatMargin,
    facts: [
      ["Experiment", origin?.experiment],
      ["Preset", origin?.preset],
      ["Seed", origin && String(origin.seed)],
      ["Task set", evaluation.taskSet],
      ["Held-out tasks", formatTaskShape(evaluation)],
      ["Outer steps", formatCount(metrics.length)],
      ["Tasks learned from", formatCount(tasksLearnedFrom)],
      ["Training time", formatDuration(secondsOf(metrics))],
      ["Backend", origin?.backend],
    ],
  });
}
