// Layer 6: an evaluation on supervised tasks as a table.

import Table from "cli-table3";
import type { FewShotEvaluation } from "../few-shot/evaluation.ts";
import type { AdaptationPoint } from "../meta/adaptation-point.ts";
import { describeEndedTasks } from "../report/ended-tasks.ts";
import { formatNumberOf } from "../report/format.ts";
import { formatTaskShape } from "../report/format-task-shape.ts";
import { measureFormat } from "../report/measure-format.ts";
import { tableStyle } from "./table-style.ts";

/**
 * Renders the mean accuracy or squared error after each number of inner steps, with its interval: over all held-out tasks,
 * then over those of each domain, where there are several.
 */
export function renderScores(evaluation: FewShotEvaluation): string {
  const { tasks, taskSet, measure, scores, domains = [] } = evaluation;
  const { name, format, formatInterval } = measureFormat(measure);
  const hasDomains = domains.length > 0;
  const head = ["inner steps", `mean ${name}`, "95 % interval"];
  const table = new Table({
    head: hasDomains ? ["domain", ...head] : head,
    colAligns: [...(hasDomains ? (["left"] as const) : []), "right", "right", "right"],
    style: tableStyle,
  });
  /** The rows of a group; its name stands in the first. */
  const push = (group: string, points: readonly AdaptationPoint[]): void => {
    points.forEach(({ innerSteps, mean, ci95 }, row) => {
      const cells = [innerSteps, format(mean), formatInterval(ci95)];
      table.push(hasDomains ? [row === 0 ? group : "", ...cells] : cells);
    });
  };
  push("all", scores);
  for (const one of domains) {
    push(`${one.domain} (${formatNumberOf(one.tasks, "task")})`, one.scores);
  }
  const what = `${formatNumberOf(tasks, "held-out task")} of ${taskSet}, ${formatTaskShape(evaluation)}`;
  const ended = describeEndedTasks(evaluation);
  return [what, table.toString(), ...(ended === undefined ? [] : [ended])].join("\n");
}
