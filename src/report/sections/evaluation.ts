// Layer 5: adaptation to held-out tasks, as a curve and as a table.

import { adaptationCurvesSpec, describePoint } from "../charts/adaptation-curves.ts";
import type { AdaptationCurvePoint, TaskCurve } from "../charts/adaptation-curves.ts";
import { formatValue } from "../../errors.ts";
import type { Evaluation, Optimum, TaskEvaluation } from "../../meta-rl/evaluation.ts";
import { renderSmallFigure } from "../figure.ts";
import { formatNumberOf, formatReturn } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { pageTheme } from "../theme.ts";

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
    description: `Adaptation curve. ${points.map(describePoint).join("; ")}.`,
    spec: adaptationCurvesSpec([{ name: "mean over tasks", points }], {
      theme: pageTheme,
      colors: [pageTheme.after],
      width: CHART_WIDTH,
      height: CHART_HEIGHT,
      yTitle: "return",
      tasks: curves,
    }),
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
    <div class="beside">${chart}${returnsTable(points, perTask, evaluation.optimum)}</div>
  </section>`;
}

function returnsTable(
  points: readonly AdaptationCurvePoint[],
  perTask: readonly TaskEvaluation[],
  optimum: Optimum | undefined,
): Html {
  const before = points[0]?.mean ?? 0;
  const rows = points.map(({ innerSteps, mean, ci95 }, index) => {
    const ofTasks = perTask
      .map((task) => task.returns[index])
      .filter((value) => value !== undefined);
    const worst = ofTasks.reduce((least, value) => Math.min(least, value), Infinity);
    const best = ofTasks.reduce((most, value) => Math.max(most, value), -Infinity);
    return html`<tr>
      <th scope="row">${innerSteps}</th>
      <td><b>${formatReturn(mean)}</b></td>
      <td>${ci95 && `${formatReturn(ci95[0])} to ${formatReturn(ci95[1])}`}</td>
      <td>${index === 0 ? "" : signed(mean - before)}</td>
      <td>${ofTasks.length === 0 ? "" : formatReturn(worst)}</td>
      <td>${ofTasks.length === 0 ? "" : formatReturn(best)}</td>
    </tr>`;
  });
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">inner steps</th>
          <th scope="col">mean return</th>
          <th scope="col">95 % interval</th>
          <th scope="col">gain</th>
          <th scope="col">worst task</th>
          <th scope="col">best task</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      ${optimum && optimumRow(optimum)}
    </table>
  </div>`;
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

function signed(change: number): string {
  return change > 0 ? `+${formatReturn(change)}` : formatReturn(change);
}
