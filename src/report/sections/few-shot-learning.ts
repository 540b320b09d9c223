// Layer 5: scores over the course of training on supervised tasks.

import type { FewShotMeasure } from "../../few-shot/evaluation.ts";
import type { FewShotReport, Score } from "../../few-shot/learner.ts";
import type { MetricsLine } from "../../train/metrics.ts";
import { binScores } from "../bin-scores.ts";
import type { ScoresBin } from "../bin-scores.ts";
import { learningCurvesSpec } from "../charts/learning-curves.ts";
import type { CurveSeries } from "../charts/learning-curves.ts";
import { FIGURE_WIDTHS, renderFigure } from "../figure.ts";
import { formatCount, formatError, formatOuterSteps } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { legend } from "../legend.ts";
import { measureFormat } from "../measure-format.ts";
import { pageTheme } from "../theme.ts";
import { scoresOverTraining } from "./scores-over-training.ts";

/** Points of a curve at most: about one for every three pixels of the wide picture. */
const MOST_POINTS = 250;

const HEIGHTS = { wide: 300, narrow: 260 } as const;

/** A curve over outer steps. */
interface Quantity {
  readonly id: string;
  readonly name: string;
  readonly axis: string;
  /** What values are multiplied by before they are drawn. */
  readonly scale: number;
  readonly value: (score: Score) => number | undefined;
  readonly format: (value: number) => string;
}

/** Builds the section with the learning curves: of the accuracy, where there is one, and of the loss. */
export async function fewShotLearningSection(
  metrics: readonly MetricsLine<FewShotReport>[],
  measure: FewShotMeasure,
): Promise<Html> {
  if (metrics.length === 0) {
    return html`<section>
      <h2>Learning curve</h2>
      <p class="empty">No outer step was made.</p>
    </section>`;
  }
  const bins = binScores(metrics, MOST_POINTS);
  const figures: Html[] = [];
  for (const quantity of quantitiesOf(measure)) {
    if (bins.some(({ postAdaptation }) => quantity.value(postAdaptation) !== undefined)) {
      figures.push(await figureOf(bins, quantity));
    }
  }
  const hasBefore = bins.some(({ preAdaptation }) => preAdaptation !== undefined);
  const key = legend([
    ...(hasBefore ? [{ sign: "line", color: "before", text: "before adaptation" } as const] : []),
    { sign: "line", color: "after", text: "after adaptation" },
  ]);
  const averaged =
    bins.length === metrics.length
      ? ""
      : ` Each point is the mean of ${formatCount(Math.ceil(metrics.length / bins.length))} outer steps.`;
  return html`<section>
    <h2>Learning curve</h2>
    <p>
      Means over the query items of the training tasks of each outer step,
      ${hasBefore ? "before and after adaptation" : "after adaptation"}.${averaged}
    </p>
    ${key} ${figures} ${scoresOverTraining(metrics, measure)}
  </section>`;
}

function quantitiesOf(measure: FewShotMeasure): readonly Quantity[] {
  const isError = measure === "squared error";
  const loss: Quantity = {
    id: "loss",
    name: isError ? "squared error" : "cross-entropy",
    axis: isError ? "squared error" : "cross-entropy in nats",
    scale: 1,
    value: (score) => score.loss,
    format: formatError,
  };
  if (isError) return [loss];
  return [{ id: "accuracy", ...measureFormat(measure), value: (score) => score.accuracy }, loss];
}

function figureOf(bins: readonly ScoresBin[], quantity: Quantity): Promise<Html> {
  const { id, name, axis } = quantity;
  const series = (["before", "after"] as const)
    .map((stage) => curveOf(bins, stage, quantity))
    .filter(({ points }) => points.length > 0);
  const texts = [bins[0], bins.at(-1)].map((bin) => bin && describeBin(bin, quantity));
  return renderFigure({
    id: `learning-${id}`,
    description: `Learning curve: ${name} ${[...new Set(texts)].join("; ")}.`,
    spec: (size) =>
      learningCurvesSpec(series, {
        theme: pageTheme,
        colors: series.map(({ stage }) => pageTheme[stage]),
        width: FIGURE_WIDTHS[size],
        height: HEIGHTS[size],
        yTitle: axis,
        tooltips: bins.map((bin) => ({
          outerSteps: bin.outerSteps,
          text: describeBin(bin, quantity),
        })),
        includesZero: id === "loss",
        hasLegend: false,
      }),
  });
}

function curveOf(
  bins: readonly ScoresBin[],
  stage: "before" | "after",
  { value, scale }: Quantity,
): CurveSeries & { readonly stage: "before" | "after" } {
  const points = bins.flatMap(({ outerSteps: [first, last], preAdaptation, postAdaptation }) => {
    const score = stage === "before" ? preAdaptation : postAdaptation;
    const found = score && value(score);
    return found === undefined ? [] : { outerStep: (first + last) / 2, value: scale * found };
  });
  return { name: `${stage} adaptation`, stage, points };
}

/** In words: "outer step 3: 20.1 % before, 71.3 % after adaptation". */
function describeBin(
  { outerSteps, preAdaptation, postAdaptation }: ScoresBin,
  { value, format }: Quantity,
): string {
  const before = preAdaptation && value(preAdaptation);
  const after = value(postAdaptation);
  const parts = [
    ...(before === undefined ? [] : [`${format(before)} before`]),
    ...(after === undefined ? [] : [`${format(after)} after`]),
  ];
  return `${formatOuterSteps(outerSteps)}: ${parts.join(", ")} adaptation`;
}
