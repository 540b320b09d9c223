// Layer 5: how far the means of a table lie from the published ones: a panel a row, a line a method.

import type { ChartSpec } from "../render-chart.ts";
import type { ChartTheme } from "../theme.ts";

/** One mean beside the published one. */
export interface PublishedDifference {
  readonly row: string;
  readonly method: string;
  readonly published: number;
  readonly mean: number;
  /** 95 % interval of our mean. */
  readonly ci95: readonly [number, number];
  /** How far the published mean may lie from ours. */
  readonly tolerance: number;
  readonly agrees: boolean;
}

/** How differences are drawn. */
export interface PublishedDifferencesStyle {
  readonly theme: ChartTheme;
  /** What the name of a row says. */
  readonly rowTitle: string;
}

/** Panels beside each other. */
const COLUMNS = 3;

/** Size of a panel in pixels. */
const PANEL_WIDTH = 210;
const LINE_HEIGHT = 20;

/** Describes a chart of differences: a band as wide as they may be, and a point with the interval of ours. */
export function publishedDifferencesSpec(
  differences: readonly PublishedDifference[],
  { theme, rowTitle }: PublishedDifferencesStyle,
): ChartSpec {
  const values = differences.map((one) => ({
    row: `${rowTitle} ${one.row}`,
    method: one.method,
    difference: one.mean - one.published,
    lo: one.ci95[0] - one.published,
    hi: one.ci95[1] - one.published,
    least: -one.tolerance,
    most: one.tolerance,
    verdict: one.agrees ? "agrees" : "differs",
    text: `${one.row}, ${one.method}: ${one.mean.toFixed(2)}, published ${one.published}`,
  }));
  const y = {
    field: "method",
    type: "nominal" as const,
    title: null,
    sort: [...new Set(differences.map(({ method }) => method))],
  };
  const x = {
    field: "difference",
    type: "quantitative" as const,
    title: "ours − published",
    axis: { tickCount: 5 },
  };
  const color = {
    field: "verdict",
    type: "nominal" as const,
    scale: { domain: ["agrees", "differs"], range: [theme.after, theme.before] },
    legend: { columns: 2 },
  };
  const rows = [...new Set(values.map(({ row }) => row))];
  return {
    data: { values },
    columns: COLUMNS,
    facet: { field: "row", type: "nominal", sort: rows, header: { labelAnchor: "start" } },
    spec: {
      width: PANEL_WIDTH,
      height: LINE_HEIGHT * y.sort.length,
      layer: [
        {
          mark: { type: "bar", color: theme.grid, height: { band: 0.7 } },
          encoding: { x: { ...x, field: "least" }, x2: { field: "most" }, y },
        },
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: { x: { ...x, field: "lo" }, x2: { field: "hi" }, y, color },
        },
        {
          name: "mean",
          mark: { type: "point", filled: true, size: 50, opacity: 1, aria: true },
          encoding: { x, y, color, description: { field: "text", type: "nominal" as const } },
        },
      ],
    },
    resolve: { scale: { x: "independent" } },
  };
}
