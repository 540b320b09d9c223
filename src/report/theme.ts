// Layer 5: the colours and the type of charts. Series colours are those of Okabe and Ito, which stay distinct under
// the common colour vision deficiencies.

import type { Config } from "vega-lite";

/** Colours of a chart. */
export interface ChartTheme {
  /** Text and strong lines. */
  readonly ink: string;
  /** Axis labels and secondary lines. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** Before adaptation. */
  readonly before: string;
  /** After adaptation. */
  readonly after: string;
  /** Where a task's goal is. */
  readonly goal: string;
  /** Free space around the picture in pixels. */
  readonly padding: number;
  /** Series that are compared, in order. */
  readonly series: readonly string[];
}

/** Blue, vermillion, bluish green, reddish purple, orange, sky blue. */
const OKABE_ITO = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"] as const;

/** Colours for a chart that stands alone, in a file or a README: on white, without style sheets. */
export const printTheme: ChartTheme = {
  ink: "#1f2328",
  muted: "#59636e",
  grid: "#e4e7eb",
  background: "#ffffff",
  before: OKABE_ITO[1],
  after: OKABE_ITO[0],
  goal: OKABE_ITO[2],
  padding: 12,
  series: OKABE_ITO,
};

/** Colours for a chart inside a report: custom properties of its style sheet, so that they follow light and dark. */
export const pageTheme: ChartTheme = {
  ink: "var(--ink)",
  muted: "var(--muted)",
  grid: "var(--grid)",
  background: "transparent",
  before: "var(--before)",
  after: "var(--after)",
  goal: "var(--goal)",
  padding: 4,
  series: [
    "var(--after)",
    "var(--before)",
    "var(--goal)",
    "var(--fourth)",
    "var(--fifth)",
    "var(--sixth)",
  ],
};

/** Lengths, in pixels, of the strokes and gaps of a line. */
export const DASHES: Readonly<Record<"solid" | "dashed" | "dotted", number[]>> = {
  solid: [1, 0],
  dashed: [6, 4],
  dotted: [2, 3],
};

/** The typefaces of charts and of the page around them. */
export const FONT_STACK =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';

/** Builds the vega-lite configuration that all charts share. */
export function chartConfig(theme: ChartTheme): Config {
  return {
    background: theme.background,
    font: FONT_STACK,
    padding: theme.padding,
    // The whole picture carries one description; vega's own would describe each mark and axis.
    aria: false,
    view: { stroke: null },
    axis: {
      labelColor: theme.muted,
      labelFontSize: 11,
      labelPadding: 6,
      titleColor: theme.muted,
      titleFontSize: 12,
      titleFontWeight: "normal",
      titlePadding: 8,
      gridColor: theme.grid,
      domainColor: theme.grid,
      ticks: false,
    },
    axisX: { grid: false },
    axisY: {
      domain: false,
      titleAnchor: "end",
      titleAngle: 0,
      titleAlign: "left",
      titleX: 0,
      titleY: -10,
    },
    title: {
      color: theme.ink,
      fontSize: 14,
      fontWeight: 600,
      anchor: "start",
      frame: "group",
      offset: 12,
    },
    header: { labelColor: theme.ink, labelFontSize: 12, labelFontWeight: "normal", title: null },
    legend: {
      labelColor: theme.ink,
      labelFontSize: 12,
      title: null,
      orient: "top",
      offset: 30,
      symbolOpacity: 1,
      columnPadding: 12,
      symbolType: "stroke",
      symbolStrokeWidth: 2.5,
      symbolSize: 180,
      labelLimit: 420,
    },
  };
}
