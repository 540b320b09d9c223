// Layer 5: returns over the course of training.

import { binMetrics } from "../bin-metrics.ts";
import type { MetricsBin } from "../bin-metrics.ts";
import { learningCurvesSpec } from "../charts/learning-curves.ts";
import type { CurveSeries, CurveTooltip } from "../charts/learning-curves.ts";
import { FIGURE_WIDTHS, renderFigure } from "../figure.ts";
import { formatCount, formatOuterSteps, formatRange, formatReturn } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { legend } from "../legend.ts";
import type { MetricsLine } from "../../train/metrics.ts";
import { pageTheme } from "../theme.ts";

/** Points of a curve at most: about one for every three pixels of the wide picture. */
const MOST_POINTS = 250;

/** Rows of the table below the curve at most. */
const MOST_ROWS = 20;

const HEIGHTS = { wide: 340, narrow: 280 } as const;

const KEY = legend([
  { sign: "line", color: "before", text: "before adaptation" },
  { sign: "line", color: "after", text: "after adaptation" },
]);

/** Builds the section with the learning curve. */
export async function learningSection(metrics: readonly MetricsLine[]): Promise<Html> {
  if (metrics.length === 0) {
    return html`<section>
      <h2>Learning curve</h2>
      <p class="empty">No outer step was made.</p>
    </section>`;
  }
  const bins = binMetrics(metrics, MOST_POINTS);
  const figure = await renderFigure({
    id: "learning",
    description: describeCurve(bins),
    spec: (size) =>
      learningCurvesSpec(seriesOf(bins), {
        theme: pageTheme,
        colors: [pageTheme.before, pageTheme.after],
        width: FIGURE_WIDTHS[size],
        height: HEIGHTS[size],
        yTitle: "return",
        tooltips: bins.map(tooltipOf),
        hasLegend: false,
      }),
  });
  const averaged =
    bins.length === metrics.length
      ? ""
      : ` Each point is the mean of ${formatCount(Math.ceil(metrics.length / bins.length))} outer steps.`;
  return html`<section>
    <h2>Learning curve</h2>
    <p>
      Mean undiscounted return over the tasks of each outer step, before and after
      adaptation.${averaged}
    </p>
    ${KEY} ${figure} ${numbersTable(metrics)}
  </section>`;
}

function seriesOf(bins: readonly MetricsBin[]): readonly CurveSeries[] {
  const curve = (name: string, value: (bin: MetricsBin) => number): CurveSeries => ({
    name,
    points: bins.map((bin) => ({ outerStep: centerOf(bin), value: value(bin) })),
  });
  return [
    curve("before adaptation", (bin) => bin.preAdaptation),
    curve("after adaptation", (bin) => bin.postAdaptation),
  ];
}

function centerOf({ outerSteps: [first, last] }: MetricsBin): number {
  return (first + last) / 2;
}

function tooltipOf(bin: MetricsBin): CurveTooltip {
  const lines = [
    formatOuterSteps(bin.outerSteps),
    `before adaptation: ${formatReturn(bin.preAdaptation)}`,
    `after adaptation: ${formatReturn(bin.postAdaptation)}`,
    `environment steps so far: ${formatCount(bin.environmentSteps)}`,
  ];
  return { outerSteps: bin.outerSteps, text: lines.join("\n") };
}

function describeCurve(bins: readonly MetricsBin[]): string {
  const ends = [bins[0], bins.at(-1)].filter((bin) => bin !== undefined);
  const texts = ends.map(
    (bin) =>
      `in ${formatOuterSteps(bin.outerSteps)} ${formatReturn(bin.preAdaptation)} before and ` +
      `${formatReturn(bin.postAdaptation)} after adaptation`,
  );
  return `Learning curve: mean return ${[...new Set(texts)].join("; ")}.`;
}

/** The curve in numbers, for those who cannot point at it. */
function numbersTable(metrics: readonly MetricsLine[]): Html {
  const rows = binMetrics(metrics, MOST_ROWS).map(
    (bin) =>
      html`<tr>
        <th scope="row">${formatRange(bin.outerSteps)}</th>
        <td>${formatReturn(bin.preAdaptation)}</td>
        <td>${formatReturn(bin.postAdaptation)}</td>
        <td>${formatCount(bin.environmentSteps)}</td>
      </tr>`,
  );
  return html`<details>
    <summary>The curve in numbers</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">outer steps</th>
            <th scope="col">before adaptation</th>
            <th scope="col">after adaptation</th>
            <th scope="col">environment steps so far</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}
