// Layer 6: an evaluation as a table, and what there is to say about the health of the adaptation.

import Table from "cli-table3";
import type { Evaluation } from "../meta-rl/evaluation.ts";
import type { AdaptationHealth } from "../meta-rl/health.ts";
import { tableStyle } from "./table-style.ts";

/** Renders the mean return after each number of inner steps, with its interval; then findings, where there are any. */
export function renderReturns({
  environment,
  tasks,
  episodesPerTask,
  returns,
  optimum,
  health,
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
  const lines = health === undefined ? [] : renderHealth(health);
  return [what, table.toString(), ...lines].join("\n");
}

/** Two lines of numbers, a value for each inner step, and a line for each finding. */
function renderHealth({ steps, findings }: AdaptationHealth): readonly string[] {
  const shares = steps.map(({ worse: { any, clear } }) => `${(100 * (clear ?? any)).toFixed(1)} %`);
  const isClear = steps.every(({ worse }) => worse.clear !== undefined);
  const kls = steps.map(({ kl }) =>
    kl === undefined ? "none" : String(Number(kl.median.toPrecision(2))),
  );
  return [
    `tasks ${isClear ? "clearly " : ""}worse than before adaptation, by inner steps: ${shares.join(", ")}`,
    `median KL of each inner step: ${kls.join(", ")}`,
    ...findings.map(({ text }) => `- ${text}`),
  ];
}
