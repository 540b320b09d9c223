// Layer 5: returns over outer steps, as one or several curves with bands.

import type { ChartSpec } from "../render-chart.ts";
import { DASHES } from "../theme.ts";
import type { ChartTheme } from "../theme.ts";
import { seriesEncoding } from "./series-encoding.ts";

/** A point of a learning curve. */
export interface CurvePoint {
  readonly outerStep: number;
  readonly value: number;
  /** Lower end of the band, if there is one. */
  readonly lo?: number;
  /** Upper end of the band, if there is one. */
  readonly hi?: number;
}

/** A learning curve. */
export interface CurveSeries {
  readonly name: string;
  readonly points: readonly CurvePoint[];
  /** Draws the line dashed, for a reference. @defaultValue false */
  readonly dashed?: boolean;
  /** Index into the colours of the theme; series that belong together may share one. @defaultValue the series' position */
  readonly color?: number;
}

/** A vertical strip of the chart that shows a text when pointed at. */
export interface CurveTooltip {
  /** The outer steps, from the first to the last, that the text is about. */
  readonly outerSteps: readonly [number, number];
  readonly text: string;
}

/** How learning curves are drawn. */
export interface LearningCurvesStyle {
  readonly theme: ChartTheme;
  /** One colour a series. */
  readonly colors: readonly string[];
  /** Width of the whole picture in pixels. */
  readonly width: number;
  /** Height of the whole picture in pixels. */
  readonly height: number;
  readonly title?: string;
  readonly yTitle: string;
  readonly tooltips?: readonly CurveTooltip[];
  /** A horizontal line with a label, for a limit. */
  readonly rule?: { readonly value: number; readonly label: string };
  /** Whether the y axis shows 0. @defaultValue false */
  readonly includesZero?: boolean;
  /** Whether the chart names its series. @defaultValue true */
  readonly hasLegend?: boolean;
}

/** A curve with at most so many points also shows them. */
const MOST_MARKED_POINTS = 30;

/** Width of a picture, in pixels, for each label of its x axis. */
const PIXELS_PER_TICK = 80;

/** Describes a chart of learning curves. All values must be finite. */
export function learningCurvesSpec(
  series: readonly CurveSeries[],
  style: LearningCurvesStyle,
): ChartSpec {
  const { theme, tooltips = [], rule, includesZero = false, hasLegend = true } = style;
  const rows = series.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  const bands = rows.filter(({ lo, hi }) => lo !== undefined && hi !== undefined);
  const marked = series
    .filter(({ points }) => points.length <= MOST_MARKED_POINTS)
    .flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  const x = {
    field: "outerStep",
    type: "quantitative" as const,
    title: "outer step",
    axis: {
      format: "d",
      tickMinStep: 1,
      tickCount: Math.ceil(style.width / PIXELS_PER_TICK),
      labelFlush: false,
    },
    scale: { domain: outerStepDomain(rows, tooltips), nice: false },
  };
  const y = {
    field: "value",
    type: "quantitative" as const,
    title: style.yTitle,
    scale: { zero: includesZero },
    ...(rows.every(({ value }) => Number.isInteger(value)) ? { axis: { tickMinStep: 1 } } : {}),
  };
  const { color, strokeDash } = seriesEncoding(series, { ...style, hasLegend });
  return {
    width: style.width,
    height: style.height,
    autosize: { type: "fit", contains: "padding" },
    ...(style.title === undefined ? {} : { title: style.title }),
    layer: [
      {
        data: { values: bands },
        mark: { type: "area", opacity: 0.18, strokeWidth: 0 },
        encoding: { x, y: { ...y, field: "lo" }, y2: { field: "hi" }, color },
      },
      ...(rule === undefined ? [] : ruleLayers(rule, theme)),
      {
        data: { values: rows },
        mark: { type: "line", strokeWidth: 2, strokeJoin: "round", strokeCap: "butt" },
        encoding: { x, y, color, strokeDash },
      },
      {
        data: { values: marked },
        mark: { type: "point", filled: true, size: 28, opacity: 1 },
        encoding: { x, y, color },
      },
      {
        name: "strip",
        data: {
          values: tooltips.map(({ outerSteps: [from, to], text }) => ({
            from: from - 0.5,
            to: to + 0.5,
            text,
          })),
        },
        mark: { type: "rect", color: theme.ink, fillOpacity: 0, aria: true },
        encoding: {
          x: { ...x, field: "from" },
          x2: { field: "to" },
          y: { value: 0 },
          y2: { value: "height" },
          description: { field: "text", type: "nominal" as const },
        },
      },
    ],
  };
}

/** A dashed line across the chart and its label above the right end. */
function ruleLayers({ value, label }: { value: number; label: string }, theme: ChartTheme) {
  const data = { values: [{ value }] };
  const y = { field: "value", type: "quantitative" as const };
  return [
    {
      data,
      mark: { type: "rule", color: theme.muted, strokeDash: DASHES.dashed },
      encoding: { y },
    },
    {
      data,
      mark: {
        type: "text",
        text: label,
        color: theme.muted,
        fontSize: 11,
        align: "right",
        baseline: "bottom",
        dy: -3,
      },
      encoding: { x: { value: "width" }, y },
    },
  ] as const;
}

/** From the first to the last outer step; wider than nothing, even for one. */
function outerStepDomain(
  rows: readonly CurvePoint[],
  tooltips: readonly CurveTooltip[],
): [number, number] {
  const steps = rows.map(({ outerStep }) => outerStep);
  const ends = tooltips.flatMap(({ outerSteps: [from, to] }) => [from - 0.5, to + 0.5]);
  const low = minimum([...steps, ...ends]);
  const high = maximum([...steps, ...ends]);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** `Math.min(...values)` without the limit on the number of arguments. */
function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
