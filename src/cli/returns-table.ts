// Layer 6: an evaluation as a table.

import Table from "cli-table3";
import type { Evaluation } from "../meta/evaluation.ts";
import { tableStyle } from "./table-style.ts";

/** Renders the mean return after each number of inner steps, with its interval. */
export function renderReturns({
  environment,
  tasks,
  episodesPerTask,
  returns,
}: Evaluation): string {
  const table = new Table({
    head: ["inner steps", "mean return", "95 % interval"],
    colAligns: ["right", "right", "right"],
    style: tableStyle,
  });
  for (const { innerSteps, mean, ci95 } of returns) {
    const [lo, hi] = ci95.map((bound) => bound.toFixed(2));
    table.push([innerSteps, mean.toFixed(2), `${lo} to ${hi}`]);
  }
  const what = `${tasks} held-out tasks of ${environment}, ${episodesPerTask} episodes each`;
  return `${what}\n${table.toString()}`;
}
