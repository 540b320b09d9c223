// Layer 5: adaptation curves of several learners in one picture, ours beside published ones, for pages of results.

import { adaptationCurvesSpec } from "../charts/adaptation-curves.ts";
import type { AdaptationCurvesStyle, AdaptationSeries } from "../charts/adaptation-curves.ts";
import { renderChart } from "../render-chart.ts";
import { printTheme } from "../theme.ts";
import { colorsOfSeries, FIGURE_DEFAULTS } from "./series.ts";
import type { FigureOptions } from "./series.ts";

/** How a picture of adaptation curves looks. */
export type AdaptationFigureOptions = FigureOptions &
  Pick<AdaptationCurvesStyle, "format" | "logarithmic">;

/**
 * Draws means over inner steps, with error bars wherever a point has `ci95`.
 * @returns an SVG file that needs no other
 * @throws {@link ConfigError} if there are no series, too many, or two with one name
 * @throws {@link NumericalError} if a number is not finite
 */
export async function renderAdaptationCurves(
  series: readonly AdaptationSeries[],
  options: AdaptationFigureOptions = {},
): Promise<string> {
  const colors = colorsOfSeries("renderAdaptationCurves", series);
  const names = series.map(({ name }) => name).join(", ");
  const { description = `Adaptation curves: ${names}.`, ...style } = options;
  const spec = adaptationCurvesSpec(series, {
    ...FIGURE_DEFAULTS,
    ...style,
    theme: printTheme,
    colors,
  });
  return renderChart(spec, printTheme, { id: "adaptation-curves", description });
}
