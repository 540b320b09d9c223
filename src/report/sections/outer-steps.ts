// Layer 5: how the outer optimiser behaved: divergence, gain and line search of each outer step, where there are any.

import { binMetrics } from "../bin-metrics.ts";
import type { MetricsBin } from "../bin-metrics.ts";
import { learningCurvesSpec } from "../charts/learning-curves.ts";
import { renderSmallFigure } from "../figure.ts";
import { formatCount, formatOuterSteps, formatShare, formatSignificant } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { ReportData } from "../report-data.ts";
import { pageTheme } from "../theme.ts";

/** Points of a small curve at most. */
const MOST_POINTS = 100;

const CHART_WIDTH = 296;
const CHART_HEIGHT = 190;

interface Diagnostic {
  readonly id: string;
  readonly name: string;
  readonly value: (bin: MetricsBin) => number | undefined;
  readonly rule?: { readonly value: number; readonly label: string };
}

/** Builds the section about outer steps; nothing where the learner reports nothing of it. */
export async function outerStepsSection({
  metrics,
  maxKl,
}: Pick<ReportData, "metrics" | "maxKl">): Promise<Html | undefined> {
  const bins = binMetrics(metrics, MOST_POINTS);
  const diagnostics: readonly Diagnostic[] = [
    {
      id: "kl",
      name: "KL divergence",
      value: (bin) => bin.kl,
      ...(maxKl === undefined ? {} : { rule: { value: maxKl, label: `limit ${maxKl}` } }),
    },
    { id: "gain", name: "fall of the surrogate loss", value: (bin) => bin.surrogateGain },
    { id: "line-search", name: "line search steps", value: (bin) => bin.lineSearchSteps },
  ];
  const figures = await Promise.all(diagnostics.map((one) => diagnosticFigure(one, bins)));
  const drawn = figures.filter((figure) => figure !== undefined);
  if (drawn.length === 0) return undefined;
  return html`<section>
    <h2>Outer steps</h2>
    ${acceptance(metrics)}
    <div class="panels">${drawn}</div>
  </section>`;
}

async function diagnosticFigure(
  { id, name, value, rule }: Diagnostic,
  bins: readonly MetricsBin[],
): Promise<Html | undefined> {
  const points = bins.flatMap(({ outerSteps, ...bin }) => {
    const found = value({ outerSteps, ...bin });
    if (found === undefined) return [];
    const text = `${formatOuterSteps(outerSteps)}\n${name}: ${formatSignificant(found)}`;
    return [{ outerSteps, outerStep: (outerSteps[0] + outerSteps[1]) / 2, value: found, text }];
  });
  if (points.length === 0) return undefined;
  const values = points.map((point) => point.value);
  const range = [Math.min(...values), Math.max(...values)].map(formatSignificant).join(" to ");
  return renderSmallFigure({
    id,
    description: `${name} over outer steps: ${range}.`,
    spec: learningCurvesSpec([{ name, points }], {
      theme: pageTheme,
      colors: [pageTheme.after],
      width: CHART_WIDTH,
      height: CHART_HEIGHT,
      yTitle: name,
      tooltips: points,
      includesZero: true,
      hasLegend: false,
      ...(rule === undefined ? {} : { rule }),
    }),
  });
}

function acceptance(metrics: ReportData["metrics"]): Html | undefined {
  const searched = metrics.filter(({ stepAccepted }) => stepAccepted !== undefined);
  if (searched.length === 0) return undefined;
  const accepted = searched.filter(({ stepAccepted }) => stepAccepted).length;
  return html`<p>
    The line search found a step in ${formatCount(accepted)} of ${formatCount(searched.length)}
    outer steps (${formatShare(accepted / searched.length)}).
  </p>`;
}
