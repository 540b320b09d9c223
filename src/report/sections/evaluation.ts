// Layer 5: adaptation to held-out tasks, as a curve and as a table.

import { adaptationCurvesSpec, describePoint } from "../charts/adaptation-curves.ts";
import type { TaskCurve } from "../charts/adaptation-curves.ts";
import { formatValue } from "../../errors.ts";
import type { Evaluation, Optimum } from "../../meta-rl/evaluation.ts";
import { renderSmallFigure } from "../figure.ts";
import { formatNumberOf, formatReturn } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { pageTheme } from "../theme.ts";
import { adaptationTable } from "./adaptation-table.ts";

/** More tasks than this are drawn in part: lines would only cover each other. */
const MOST_TASK_LINES = 100;

const CHART_WIDTH = 380;
const CHART_HEIGHT = 300;

/** Builds the section about held-out tasks. */
export async function evaluationSection(evaluation: Evaluation): Promise<Html> {
  const { tasks, episodesPerTask, perTask } = evaluation;
  if (evaluation.returns.length === 0) {
    return html`<section>
      <h2>Adaptation to new tasks</h2>
      <p class="empty">The policy was not evaluated.</p>
    </section>`;
  }
  // One task says nothing about the spread over tasks.
  const points = evaluation.returns.map(({ innerSteps, mean, ci95 }) =>
    tasks > 1 ? { innerSteps, mean, ci95 } : { innerSteps, mean },
  );
  const curves = tasks > 1 ? taskCurves(evaluation) : [];
  const chart = await renderSmallFigure({
    id: "adaptation",
    description: `Adaptation curve. ${points.map((point) => describePoint(point)).join("; ")}.`,
    spec: adaptationCurvesSpec([{ name: "mean over tasks", points }], {
      theme: pageTheme,
      colors: [pageTheme.after],
      width: CHART_WIDTH,
      height: CHART_HEIGHT,
      yTitle: "return",
      tasks: curves,
    }),
  });
  const table = adaptationTable(points, {
    measure: "return",
    perTask: perTask.map(({ returns }) => returns),
    foot: evaluation.optimum && optimumRow(evaluation.optimum),
  });
  const lines =
    curves.length === perTask.length
      ? "Each thin line is one task."
      : `Thin lines are ${curves.length} of the tasks.`;
  return html`<section>
    <h2>Adaptation to new tasks</h2>
    <p>
      Mean return over ${formatNumberOf(tasks, "held-out task")},
      ${formatNumberOf(episodesPerTask, "episode")}
      each${tasks > 1 ? `, with 95 % intervals of the mean. ${lines}` : "."}
    </p>
    <div class="beside">${chart}${table}</div>
  </section>`;
}

/** What the best policy for each task returns, below what adaptation reaches. */
function optimumRow({ mean, ci95: [lo, hi] }: Optimum): Html {
  return html`<tfoot>
    <tr>
      <th scope="row">optimum</th>
      <td>${formatReturn(mean)}</td>
      <td>${formatReturn(lo)} to ${formatReturn(hi)}</td>
      <td colspan="3"></td>
    </tr>
  </tfoot>`;
}

/** Evenly chosen tasks, with the text that each line shows. */
function taskCurves({ perTask }: Evaluation): readonly TaskCurve[] {
  const stride = Math.max(1, perTask.length / MOST_TASK_LINES);
  const count = Math.min(perTask.length, MOST_TASK_LINES);
  return Array.from({ length: count }, (_, position) => {
    const index = Math.floor(position * stride);
    const { task, returns } = perTask[index]!;
    const text = `task ${index}: ${formatValue(task)}\n${returns.map(formatReturn).join(" → ")}`;
    return { text, returns };
  });
}
