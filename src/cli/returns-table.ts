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
  optimum,
}: Evaluation): string {
  const table = new Table({
    head: ["inner steps", "mean return", "95 % interval"],
    colAligns: ["right", "right", "right"],
    style: tableStyle,
  });
  const push = (name: string | number, mean: number, ci95: readonly [number, number]): void => {
    const [lo, hi] = ci95.map((bound) => bound.toFixed(2));
    table.push([name, mean.toFixed(2), `${lo} to ${hi}`]);
  };
  for (const { innerSteps, mean, ci95 } of returns) push(innerSteps, mean, ci95);
  if (optimum !== undefined) push("optimum", optimum.mean, optimum.ci95);
  const what = `${tasks} held-out tasks of ${environment}, ${episodesPerTask} episodes each`;
  return `${what}\n${table.toString()}`;
}
