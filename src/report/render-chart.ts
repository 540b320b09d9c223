// Layer 5: from a vega-lite specification to SVG text. The only file that loads vega, and only when a chart is drawn:
// importing vega takes most of a second.

import type { TopLevelSpec } from "vega-lite";
import { AcclimateError } from "../errors.ts";
import { tidySvg } from "./svg.ts";
import type { SvgLabel } from "./svg.ts";
import { chartConfig } from "./theme.ts";
import type { ChartTheme } from "./theme.ts";

/** A vega-lite specification without the configuration, which {@link renderChart} adds. */
export type ChartSpec = TopLevelSpec;

/**
 * Hints of vega concern the authors of specifications, whom test/report/charts tells. Errors must not be lost: while it
 * draws, vega only logs them.
 */
const logger = {
  level: () => logger,
  error: (...texts: readonly unknown[]) => {
    throw new AcclimateError(`internal: renderChart: must draw every mark, got ${texts.join(" ")}`);
  },
  warn: () => logger,
  info: () => logger,
  debug: () => logger,
};

/**
 * Draws a chart.
 * @returns an `<svg>` element that needs no script and no other file
 * @throws {@link AcclimateError} if vega fails on it
 */
export async function renderChart(
  spec: ChartSpec,
  theme: ChartTheme,
  label: SvgLabel,
): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const compiled = compile(spec, { config: chartConfig(theme), logger });
  const view = new vega.View(vega.parse(compiled.spec), {
    renderer: "none",
    logger,
  });
  const svg = await view.toSVG();
  view.finalize();
  return tidySvg(svg, label);
}
