// Layer 5: curves that are fitted to tasks of regression, for pages of results.

import { fittedCurvesSpec } from "../charts/fitted-curves.ts";
import type { FittedPanel } from "../charts/fitted-curves.ts";
import { renderChart } from "../render-chart.ts";
import { printTheme } from "../theme.ts";

/** Width of one picture in pixels. */
const PANEL_WIDTH = 320;

/** Draws tasks, a number of them beside each other. @returns an SVG file that needs no other */
export function renderFittedCurves(
  panels: readonly FittedPanel[],
  columns: number,
): Promise<string> {
  const style = { theme: printTheme, columns, width: PANEL_WIDTH };
  const description = `Fitted curves. ${panels.map(({ title }) => title).join("; ")}.`;
  return renderChart(fittedCurvesSpec(panels, style), printTheme, {
    id: "fitted-curves",
    description,
  });
}
