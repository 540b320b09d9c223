// Layer 5: adaptation to held-out tasks of several domains, a curve and a row each.

import type { DomainEvaluation, FewShotMeasure } from "../../few-shot/evaluation.ts";
import type { AdaptationPoint } from "../../meta/adaptation-point.ts";
import { adaptationCurvesSpec, describePoint } from "../charts/adaptation-curves.ts";
import { renderSmallFigure } from "../figure.ts";
import { formatCount, formatInnerSteps } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { measureFormat } from "../measure-format.ts";
import { pageTheme } from "../theme.ts";

const CHART_WIDTH = 380;
const CHART_HEIGHT = 320;

/** Builds the part about domains. Where there are more than colours, the rest is dashed. */
export async function domainScores(
  domains: readonly DomainEvaluation[],
  measure: FewShotMeasure,
): Promise<Html> {
  const { axis, scale, format, isBetterHigher } = measureFormat(measure);
  const colors = pageTheme.series;
  const series = domains.map(({ domain, tasks, scores }, index) => ({
    name: domain,
    dashed: index >= colors.length,
    points: scores.map(({ innerSteps, mean, ci95: [lo, hi] }) => ({
      innerSteps,
      mean: scale * mean,
      ...(tasks > 1 && { ci95: [scale * lo, scale * hi] as const }),
    })),
  }));
  const described = domains.map(
    ({ domain, scores }) =>
      `${domain}: ${scores.map((point) => describePoint(point, format)).join("; ")}`,
  );
  const chart = await renderSmallFigure({
    id: "domains",
    description: `Adaptation curves by domain. ${described.join(". ")}.`,
    spec: adaptationCurvesSpec(series, {
      theme: pageTheme,
      colors: domains.map((_, index) => colors[index % colors.length] as string),
      width: CHART_WIDTH,
      height: CHART_HEIGHT,
      yTitle: axis,
      format: (value) => format(value / scale),
      includesZero: !isBetterHigher,
    }),
  });
  return html`<h3>By domain</h3>
    <div class="beside">${chart}${domainTable(domains, measure)}</div>`;
}

function domainTable(domains: readonly DomainEvaluation[], measure: FewShotMeasure): Html {
  const shown = shownPoints(domains[0]?.scores ?? []);
  const { format, formatInterval } = measureFormat(measure);
  const heads = shown.map(
    ({ innerSteps }) => html`<th scope="col">${formatInnerSteps(innerSteps)}</th>`,
  );
  const rows = domains.map(({ domain, tasks, scores }) => {
    const cells = shownPoints(scores).map(
      ({ mean, ci95 }) =>
        html`<td>
          <b>${format(mean)}</b>
          ${tasks > 1 ? html`<br />${formatInterval(ci95)}` : undefined}
        </td>`,
    );
    return html`<tr>
      <th scope="row">${domain}</th>
      <td>${formatCount(tasks)}</td>
      ${cells}
    </tr>`;
  });
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">domain</th>
          <th scope="col">tasks</th>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Before adaptation, after the first inner step, after the last. */
function shownPoints(points: readonly AdaptationPoint[]): readonly AdaptationPoint[] {
  return points.filter((_, index) => index <= 1 || index === points.length - 1);
}
