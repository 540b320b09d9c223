// Layer 5: learning curves of several runs or projects in one picture, for pages of results.

import { learningCurvesSpec } from "../charts/learning-curves.ts";
import type { CurveSeries } from "../charts/learning-curves.ts";
import { renderChart } from "../render-chart.ts";
import { printTheme } from "../theme.ts";
import { colorsOfSeries, FIGURE_DEFAULTS } from "./series.ts";
import type { FigureOptions } from "./series.ts";

/**
 * Draws learning curves, with a band wherever a point has `lo` and `hi`: the interval of a mean over seeds, for example.
 * @returns an SVG file that needs no other
 * @throws {@link ConfigError} if there are no series, too many, or two with one name
 * @throws {@link NumericalError} if a number is not finite
 */
export async function renderLearningCurves(
  series: readonly CurveSeries[],
  options: FigureOptions = {},
): Promise<string> {
  const colors = colorsOfSeries("renderLearningCurves", series);
  const names = series.map(({ name }) => name).join(", ");
  const { description = `Learning curves: ${names}.`, ...style } = options;
  const spec = learningCurvesSpec(series, {
    ...FIGURE_DEFAULTS,
    ...style,
    theme: printTheme,
    colors,
  });
  return renderChart(spec, printTheme, { id: "learning-curves", description });
}
