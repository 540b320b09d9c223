// Layer 5: the chart of a comparison: one curve a method, with bands or with bars for intervals.

import { legendOf } from "../charts/legend.ts";
import type { ChartSpec } from "../render-chart.ts";
import type { ChartTheme } from "../theme.ts";
import type { Estimate } from "./estimate.ts";
import { methodLooks } from "./method-looks.ts";

/** A point of a curve. */
export interface MethodCurvePoint extends Estimate {
  readonly x: number;
  /** What the point shows when pointed at; only points with bars are drawn. */
  readonly text?: string;
}

/** The curve of a method. */
export interface MethodCurve {
  readonly name: string;
  readonly points: readonly MethodCurvePoint[];
}

/** How curves are drawn. */
export interface MethodCurvesStyle {
  readonly theme: ChartTheme;
  /** Width of the whole picture in pixels. */
  readonly width: number;
  /** Height of the whole picture in pixels. */
  readonly height: number;
  /** What the horizontal axis counts: environment steps, with bands, or inner steps, with bars. */
  readonly over: "environmentSteps" | "innerSteps";
  /** Whether the picture names the methods. */
  readonly hasLegend: boolean;
}

/** Width of a picture, in pixels, for each label of its x axis. */
const PIXELS_PER_TICK = 90;

/** Distance, in inner steps, between the points of neighbouring methods, and between the outermost of many. */
const DODGE = 0.05;
const MOST_DODGE = 0.36;

/** Free space, in inner steps, beside the first and the last. */
const MARGIN = 0.25;

/** How far intervals may reach beyond the means, as a share of the range of these, on each side. */
const MOST_OVERHANG = 0.25;

/** Opacity of bands; those of many methods lie on each other. */
const BAND_OPACITY = { few: 0.16, many: 0.09 } as const;
const FEW_METHODS = 3;

/** Describes the chart. All values must be finite. */
export function methodCurvesSpec(
  curves: readonly MethodCurve[],
  style: MethodCurvesStyle,
): ChartSpec {
  const { width, height, over } = style;
  const isDodged = over === "innerSteps";
  const dodge = Math.min(DODGE, MOST_DODGE / Math.max(1, curves.length - 1));
  const rows = curves.flatMap(({ name, points }, index) =>
    points.map(({ x, mean, ci95, text = name }) => ({
      name,
      x: isDodged ? x + dodge * (index - (curves.length - 1) / 2) : x,
      mean,
      lo: ci95?.[0],
      hi: ci95?.[1],
      text,
    })),
  );
  const withIntervals = rows.filter(({ lo }) => lo !== undefined);
  const x = { field: "x", type: "quantitative" as const, ...xAxis(curves, style) };
  const y = {
    field: "mean",
    type: "quantitative" as const,
    title: "return",
    scale: { domain: yDomain(curves), zero: false, nice: false },
  };
  const { color, strokeDash } = looksOf(curves, style);
  const description = { field: "text", type: "nominal" as const };
  const interval = { x, y: { ...y, field: "lo" }, y2: { field: "hi" }, color };
  return {
    width,
    height,
    autosize: { type: "fit", contains: "padding" },
    layer: [
      {
        data: { values: withIntervals },
        mark: isDodged
          ? { type: "rule", strokeWidth: 1.5, clip: true }
          : {
              type: "area",
              opacity: BAND_OPACITY[curves.length > FEW_METHODS ? "many" : "few"],
              strokeWidth: 0,
              clip: true,
            },
        encoding: interval,
      },
      {
        name: "method",
        data: { values: rows },
        mark: {
          type: "line",
          strokeWidth: 2.2,
          strokeJoin: "round",
          strokeCap: "butt",
          aria: true,
        },
        encoding: { x, y, color, strokeDash, ...(!isDodged && { description }) },
      },
      {
        name: "mean",
        // A curve of one point has no line.
        data: { values: isDodged ? rows : rows.filter(isAlone) },
        mark: { type: "point", filled: true, size: 56, opacity: 1, aria: true },
        encoding: { x, y, color, description },
      },
    ],
  };
}

function isAlone(
  { name }: { name: string },
  _: number,
  rows: readonly { name: string }[],
): boolean {
  return rows.filter((row) => row.name === name).length === 1;
}

function xAxis(curves: readonly MethodCurve[], { width, over }: MethodCurvesStyle) {
  const last = Math.max(1, ...curves.flatMap(({ points }) => points.map((point) => point.x)));
  if (over === "environmentSteps") {
    return {
      title: "environment steps",
      axis: { format: "~s", tickCount: Math.ceil(width / PIXELS_PER_TICK), labelFlush: false },
      scale: { domain: [0, last], nice: false },
    };
  }
  return {
    title: "inner steps",
    axis: { values: Array.from({ length: last + 1 }, (_, step) => step), format: "d" },
    scale: { domain: [-MARGIN, last + MARGIN], nice: false },
  };
}

/** The range of the means, and as much more as intervals need, up to a limit: those of two seeds can be huge. */
function yDomain(curves: readonly MethodCurve[]): [number, number] {
  const points = curves.flatMap((curve) => curve.points);
  if (points.length === 0) return [0, 1];
  const means = points.map(({ mean }) => mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const overhang = MOST_OVERHANG * (most - least) || 1;
  const ends = points.flatMap(({ mean, ci95 = [mean, mean] }) => ci95);
  const space = overhang / 10;
  return [
    Math.max(least - overhang, Math.min(...ends) - space),
    Math.min(most + overhang, Math.max(...ends) + space),
  ];
}

function looksOf(curves: readonly MethodCurve[], { theme, width, hasLegend }: MethodCurvesStyle) {
  const names = curves.map(({ name }) => name);
  const looks = methodLooks(names.length, theme);
  const channel = {
    field: "name",
    type: "nominal" as const,
    sort: names,
    legend: hasLegend ? { ...legendOf(names, width), labelLimit: width } : null,
  };
  return {
    color: { ...channel, scale: { domain: names, range: looks.map(({ color }) => color) } },
    strokeDash: { ...channel, scale: { domain: names, range: looks.map(({ dash }) => [...dash]) } },
  };
}
