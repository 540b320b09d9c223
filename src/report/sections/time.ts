// Layer 5: where the time of training went.

import type { PhaseSeconds } from "../../meta/stopwatch.ts";
import { formatDuration, formatShare } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** The names of phases, in the order in which they are shown. */
export type PhaseNames<Phase extends string> = Readonly<Record<Phase, string>>;

/** Shares of the total below this are rounding, not a phase of their own. */
const SMALLEST_OTHER_SHARE = 0.0005;

/** Builds the table of seconds per phase; nothing for a run without outer steps. */
export function timeSection<Phase extends string>(
  metrics: readonly { readonly seconds: PhaseSeconds<Phase> }[],
  names: PhaseNames<Phase>,
): Html | undefined {
  const total = sumOf(metrics, "total");
  if (metrics.length === 0 || total <= 0) return undefined;
  const phases = (Object.keys(names) as Phase[]).map((phase) => ({
    name: names[phase],
    seconds: sumOf(metrics, phase),
  }));
  const other = total - phases.reduce((sum, { seconds }) => sum + seconds, 0);
  if (other > SMALLEST_OTHER_SHARE * total)
    phases.push({ name: "everything else", seconds: other });
  const rows = phases.map(({ name, seconds }) => {
    const share = seconds / total;
    return html`<tr>
      <th scope="row">${name}</th>
      <td class="bar" aria-hidden="true">
        <span style="width:${(100 * share).toFixed(1)}%"></span>
      </td>
      <td>${formatShare(share)}</td>
      <td>${formatDuration(seconds / metrics.length)}</td>
      <td>${formatDuration(seconds)}</td>
    </tr>`;
  });
  return html`<section>
    <h2>Time</h2>
    <div class="scroll">
      <table class="time">
        <thead>
          <tr>
            <th scope="col">phase</th>
            <td></td>
            <th scope="col">share</th>
            <th scope="col">per outer step</th>
            <th scope="col">in all</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">total</th>
            <td></td>
            <td></td>
            <td>${formatDuration(total / metrics.length)}</td>
            <td>${formatDuration(total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

function sumOf<Phase extends string>(
  metrics: readonly { readonly seconds: PhaseSeconds<Phase> }[],
  phase: Phase | "total",
): number {
  return metrics.reduce((sum, { seconds }) => sum + seconds[phase], 0);
}
