// Layer 5: adaptation to held-out supervised tasks, as a curve and as a table; and by domain where there are several.

import { formatValue } from "../../errors.ts";
import type { FewShotEvaluation } from "../../few-shot/evaluation.ts";
import type { AdaptationPoint } from "../../meta/adaptation-point.ts";
import { adaptationCurvesSpec, describePoint } from "../charts/adaptation-curves.ts";
import type { AdaptationCurvePoint, TaskCurve } from "../charts/adaptation-curves.ts";
import { describeEndedTasks } from "../ended-tasks.ts";
import { renderSmallFigure } from "../figure.ts";
import { formatNumberOf } from "../format.ts";
import { formatTaskShape } from "../format-task-shape.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { measureFormat } from "../measure-format.ts";
import type { MeasureFormat } from "../measure-format.ts";
import { pageTheme } from "../theme.ts";
import { adaptationTable } from "./adaptation-table.ts";
import { domainScores } from "./domain-scores.ts";

/** Tasks whose errors are drawn as thin lines. Accuracies take few values: their lines would only cover each other. */
const MOST_TASK_LINES = 30;

const CHART_WIDTH = 380;
const CHART_HEIGHT = 300;

/** Builds the section about held-out tasks. */
export async function scoresSection(evaluation: FewShotEvaluation): Promise<Html> {
  const { tasks, perTask, measure, domains = [], split, taskSet } = evaluation;
  if (evaluation.scores.length === 0) {
    return html`<section>
      <h2>Adaptation to new tasks</h2>
      <p class="empty">No task was adapted to.</p>
    </section>`;
  }
  const written = measureFormat(measure);
  const points = withIntervals(evaluation.scores, tasks);
  const curves = measure === "squared error" && tasks > 1 ? taskCurves(evaluation) : [];
  const chart = await renderSmallFigure({
    id: "adaptation",
    description: `Adaptation curve. ${points.map((point) => describePoint(point, written.format)).join("; ")}.`,
    spec: adaptationCurvesSpec(
      [{ name: "mean over tasks", points: points.map((point) => scaled(point, written)) }],
      {
        theme: pageTheme,
        colors: [pageTheme.after],
        width: CHART_WIDTH,
        height: CHART_HEIGHT,
        yTitle: written.axis,
        format: (value) => written.format(value / written.scale),
        includesZero: !written.isBetterHigher,
        tasks: curves,
      },
    ),
  });
  const table = adaptationTable(points, {
    measure,
    perTask: perTask.map(({ scores }) => scores),
  });
  const lines =
    curves.length === perTask.length
      ? "Each thin line is one task."
      : `Thin lines are ${curves.length} of the tasks.`;
  const ended = describeEndedTasks(evaluation);
  return html`<section>
    <h2>Adaptation to new tasks</h2>
    <p>
      Mean ${written.name} over ${formatNumberOf(tasks, `${split} task`)} of ${taskSet}
      (${formatTaskShape(evaluation)})${tasks > 1 ? ", with 95 % intervals of the mean" : ""}.
      ${curves.length > 0 ? lines : ""}
    </p>
    <div class="beside">${chart}${table}</div>
    ${ended && html`<p>${ended}</p>`}
    ${domains.length > 0 ? await domainScores(domains, measure) : undefined}
  </section>`;
}

/** One task says nothing about the spread over tasks. */
function withIntervals(
  points: readonly AdaptationPoint[],
  tasks: number,
): readonly AdaptationCurvePoint[] {
  return points.map(({ innerSteps, mean, ci95 }) =>
    tasks > 1 ? { innerSteps, mean, ci95 } : { innerSteps, mean },
  );
}

function scaled(
  { innerSteps, mean, ci95 }: AdaptationCurvePoint,
  { scale }: MeasureFormat,
): AdaptationCurvePoint {
  if (ci95 === undefined) return { innerSteps, mean: scale * mean };
  return { innerSteps, mean: scale * mean, ci95: [scale * ci95[0], scale * ci95[1]] };
}

/** The first tasks, with the text that each line shows. */
function taskCurves({ perTask, measure }: FewShotEvaluation): readonly TaskCurve[] {
  const { format, scale } = measureFormat(measure);
  return perTask.slice(0, MOST_TASK_LINES).map(({ task, scores }, index) => ({
    text: `task ${index}: ${formatValue(task)}\n${scores.map(format).join(" → ")}`,
    returns: scores.map((score) => scale * score),
  }));
}
