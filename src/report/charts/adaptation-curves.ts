// Layer 5: the mean over tasks after 0, 1, … inner steps, with intervals, for one or several learners: of the return, or of
// what else is measured.

import { formatInnerSteps, formatReturn } from "../format.ts";
import type { ChartSpec } from "../render-chart.ts";
import type { ChartTheme } from "../theme.ts";
import { seriesEncoding } from "./series-encoding.ts";

/** Mean after a number of inner steps. */
export interface AdaptationCurvePoint {
  readonly innerSteps: number;
  readonly mean: number;
  /** 95 % interval of the mean over tasks, where it is known. */
  readonly ci95?: readonly [number, number];
}

/** How the mean changes with the number of inner steps. */
export interface AdaptationSeries {
  readonly name: string;
  readonly points: readonly AdaptationCurvePoint[];
  /** Draws the line dashed, for a reference. @defaultValue false */
  readonly dashed?: boolean;
  /** Draws the line dotted, where there are more series than colours. @defaultValue false */
  readonly dotted?: boolean;
  /** Index into the colours of the theme; series that belong together may share one. @defaultValue the series' position */
  readonly color?: number;
}

/** The values of one task, drawn faintly behind the means. */
export interface TaskCurve {
  /** What the line shows when pointed at. */
  readonly text: string;
  /** After 0, 1, … inner steps. */
  readonly returns: readonly number[];
}

/** How adaptation curves are drawn. */
export interface AdaptationCurvesStyle {
  readonly theme: ChartTheme;
  /** One colour a series. */
  readonly colors: readonly string[];
  /** Width of the whole picture in pixels. */
  readonly width: number;
  /** Height of the whole picture in pixels. */
  readonly height: number;
  readonly title?: string;
  readonly yTitle: string;
  readonly tasks?: readonly TaskCurve[];
  /** Writes a value in what points show when pointed at. @defaultValue two decimals */
  readonly format?: (value: number) => string;
  /** Whether the y axis shows 0. @defaultValue false */
  readonly includesZero?: boolean;
  /**
   * Whether the y axis is logarithmic, for values that differ by orders of magnitude; it is not if a mean is not above 0. The end of an
   * interval below the axis is drawn at its end. @defaultValue false
   */
  readonly logarithmic?: boolean;
}

/** Distance, in inner steps, between the points of neighbouring series, so that their intervals do not overlap. */
const DODGE = 0.05;

/** Free space beside the first and the last number of inner steps. */
const MARGIN = 0.25;

/** Describes a chart of adaptation curves. All values must be finite. */
export function adaptationCurvesSpec(
  series: readonly AdaptationSeries[],
  style: AdaptationCurvesStyle,
): ChartSpec {
  const { theme, tasks = [], format, includesZero = false } = style;
  const decades = style.logarithmic === true ? decadesOf(series) : undefined;
  const rows = series.flatMap((curve, index) =>
    curve.points.map((point) => ({
      name: curve.name,
      x: point.innerSteps + DODGE * (index - (series.length - 1) / 2),
      mean: point.mean,
      lo: point.ci95 && Math.max(point.ci95[0], decades?.least ?? -Infinity),
      hi: point.ci95?.[1],
      text: `${series.length > 1 ? `${curve.name}, ` : ""}${describePoint(point, format)}`,
    })),
  );
  const last = Math.max(0, ...series.flatMap(({ points }) => points.map((p) => p.innerSteps)));
  const x = {
    field: "x",
    type: "quantitative" as const,
    title: "inner steps",
    axis: { values: Array.from({ length: last + 1 }, (_, step) => step), format: "d" },
    scale: { domain: [-MARGIN, last + MARGIN], nice: false },
  };
  const y = {
    field: "mean",
    type: "quantitative" as const,
    title: style.yTitle,
    ...(decades === undefined
      ? { scale: { zero: includesZero } }
      : {
          scale: { type: "log" as const, domain: [decades.least, decades.most], nice: false },
          axis: { values: [...decades.powers], format: "~g" },
        }),
  };
  const { color, strokeDash } = seriesEncoding(series, { ...style, hasLegend: series.length > 1 });
  return {
    width: style.width,
    height: style.height,
    autosize: { type: "fit", contains: "padding" },
    ...(style.title === undefined ? {} : { title: style.title }),
    layer: [
      {
        name: "task",
        data: { values: taskRows(tasks) },
        mark: { type: "line", strokeWidth: 1, opacity: 0.3, color: theme.muted, aria: true },
        encoding: {
          x,
          y: { ...y, field: "return" },
          detail: { field: "task" },
          description: { field: "text", type: "nominal" as const },
        },
      },
      {
        data: { values: rows },
        mark: { type: "line", strokeWidth: 2.5 },
        encoding: { x, y, color, strokeDash },
      },
      {
        data: { values: rows.filter(({ lo }) => lo !== undefined) },
        mark: { type: "errorbar", ticks: { size: 8, thickness: 1.5 }, thickness: 1.5 },
        encoding: { x, y: { ...y, field: "lo" }, y2: { field: "hi" }, color },
      },
      {
        name: "mean",
        data: { values: rows },
        mark: { type: "point", filled: true, size: 64, opacity: 1, aria: true },
        encoding: { x, y, color, description: { field: "text", type: "nominal" as const } },
      },
    ],
  };
}

/** A logarithmic axis from one power of ten to another. */
interface Decades {
  readonly least: number;
  readonly most: number;
  /** All from the least to the most. */
  readonly powers: readonly number[];
}

/** The powers of ten from below the least mean to above all intervals; undefined if a mean is not above 0. */
function decadesOf(series: readonly AdaptationSeries[]): Decades | undefined {
  const points = series.flatMap((curve) => curve.points);
  const tops = points.map(({ mean, ci95 }) => ci95?.[1] ?? mean);
  const first = Math.floor(Math.log10(Math.min(...points.map(({ mean }) => mean))));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...tops))));
  if (!Number.isFinite(first) || !Number.isFinite(last)) return undefined;
  const powers = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
  return { least: 10 ** first, most: 10 ** last, powers };
}

/** Writes a point in words: "after 1 inner step: −11.68 (−13.88 to −9.48)". */
export function describePoint(
  { innerSteps, mean, ci95 }: AdaptationCurvePoint,
  format: (value: number) => string = formatReturn,
): string {
  const interval = ci95 === undefined ? "" : ` (${format(ci95[0])} to ${format(ci95[1])})`;
  return `${formatInnerSteps(innerSteps)}: ${format(mean)}${interval}`;
}

function taskRows(tasks: readonly TaskCurve[]): object[] {
  return tasks.flatMap(({ returns, text }, task) =>
    returns.map((value, innerSteps) => ({ task, x: innerSteps, return: value, text })),
  );
}
