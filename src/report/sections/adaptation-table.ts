// Layer 5: an adaptation curve in numbers.

import type { Measure } from "../../train/evaluation-curve.ts";
import type { AdaptationCurvePoint } from "../charts/adaptation-curves.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { measureFormat } from "../measure-format.ts";

/** What a table says beside the means. */
export interface AdaptationTableOptions {
  readonly measure: Measure;
  /** `[tasks][points]`: what was measured in each task. */
  readonly perTask: readonly (readonly number[])[];
  /** Below the rows. */
  readonly foot?: Html | undefined;
}

/** Builds the table of means, with their intervals and with the worst and the best task of each. */
export function adaptationTable(
  points: readonly AdaptationCurvePoint[],
  { measure, perTask, foot }: AdaptationTableOptions,
): Html {
  const { name, change, format, formatChange, formatInterval, isBetterHigher } =
    measureFormat(measure);
  const before = points[0]?.mean ?? 0;
  const rows = points.map(({ innerSteps, mean, ci95 }, index) => {
    const ofTasks = perTask.map((values) => values[index]).filter((value) => value !== undefined);
    const least = ofTasks.reduce((smallest, value) => Math.min(smallest, value), Infinity);
    const most = ofTasks.reduce((largest, value) => Math.max(largest, value), -Infinity);
    const [worst, best] = isBetterHigher ? [least, most] : [most, least];
    return html`<tr>
      <th scope="row">${innerSteps}</th>
      <td><b>${format(mean)}</b></td>
      <td>${ci95 && formatInterval(ci95)}</td>
      <td>${index === 0 ? "" : formatChange(mean - before)}</td>
      <td>${ofTasks.length === 0 ? "" : format(worst)}</td>
      <td>${ofTasks.length === 0 ? "" : format(best)}</td>
    </tr>`;
  });
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">inner steps</th>
          <th scope="col">mean ${name}</th>
          <th scope="col">95 % interval</th>
          <th scope="col">${change}</th>
          <th scope="col">worst task</th>
          <th scope="col">best task</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      ${foot}
    </table>
  </div>`;
}
