// Layer 5: curves that are fitted to a few points of each task, before and after inner steps, beside the true ones: as
// figure 2 of Finn et al. 2017 (https://arxiv.org/abs/1703.03400) shows them.

import type { ChartSpec } from "../render-chart.ts";
import { DASHES } from "../theme.ts";
import type { ChartTheme } from "../theme.ts";

/** Points of the plane. */
export type PlanePoints = readonly (readonly [x: number, y: number])[];

/** What is predicted after a number of inner steps. */
export interface FittedCurve {
  readonly innerSteps: number;
  readonly points: PlanePoints;
}

/** One task. */
export interface FittedPanel {
  /** Stands above the picture; no other has the same. */
  readonly title: string;
  readonly truth: PlanePoints;
  /** What is adapted on. */
  readonly support: PlanePoints;
  readonly fitted: readonly FittedCurve[];
}

/** How panels are drawn. */
export interface FittedCurvesStyle {
  readonly theme: ChartTheme;
  /** Panels beside each other. */
  readonly columns: number;
  /** Width of one panel in pixels. */
  readonly width: number;
}

/** How a curve looks: the name of a colour of the theme, and of a dash. */
export interface StageLook {
  readonly color: "before" | "goal" | "after";
  readonly dash: keyof typeof DASHES;
}

const PANEL_HEIGHT = 200;

/** How far the picture may reach beyond the true curves and the points, as a share of their extent, on each side. */
const MOST_OVERHANG = 0.25;

/** Free space above and below all that, as a share of the same extent. */
const MARGIN = 0.04;

/** Describes a grid of pictures that share their axes. All values must be finite. */
export function fittedCurvesSpec(
  panels: readonly FittedPanel[],
  { theme, columns, width }: FittedCurvesStyle,
): ChartSpec {
  const titles = panels.map(({ title }) => title);
  const all = panels.flatMap(({ fitted }) => fitted.map(({ innerSteps }) => innerSteps));
  const stages = [...new Set(all)];
  const looks = stages.map((steps) => stageLook(steps, stages));
  const axis = { grid: true, tickCount: 5, domain: false, title: null };
  const scale = { nice: false, zero: false };
  const x = { field: "x", type: "quantitative" as const, scale, axis };
  const y = {
    field: "y",
    type: "quantitative" as const,
    scale: { ...scale, domain: rangeOf(panels) },
    axis,
  };
  const order = { field: "index" };
  const curve = { type: "line" as const, strokeJoin: "round" as const, clip: true };
  return {
    data: { values: panels.flatMap(rowsOf) },
    facet: { field: "title", type: "nominal", sort: titles, header: { title: null } },
    columns,
    spacing: 14,
    spec: {
      width,
      height: PANEL_HEIGHT,
      view: { stroke: theme.grid },
      layer: [
        {
          transform: [{ filter: "datum.kind === 'truth'" }],
          mark: { ...curve, strokeWidth: 1.25, color: theme.ink },
          encoding: { x, y, order },
        },
        {
          transform: [{ filter: "datum.kind === 'fitted'" }],
          mark: { ...curve, strokeWidth: 2 },
          encoding: {
            x,
            y,
            order,
            color: channel(
              stages,
              looks.map(({ color }) => theme[color]),
            ),
            strokeDash: channel(
              stages,
              looks.map(({ dash }) => DASHES[dash]),
            ),
          },
        },
        {
          transform: [{ filter: "datum.kind === 'support'" }],
          mark: {
            type: "point",
            shape: "triangle-up",
            filled: true,
            size: 60,
            color: theme.ink,
            opacity: 1,
          },
          encoding: { x, y },
        },
      ],
    },
  };
}

/** Returns how the curve of a number of inner steps looks, among those that are drawn. */
export function stageLook(innerSteps: number, drawn: readonly number[]): StageLook {
  if (innerSteps === 0) return { color: "before", dash: "dotted" };
  if (innerSteps === Math.max(...drawn)) return { color: "after", dash: "solid" };
  return { color: "goal", dash: "dashed" };
}

function channel<Value>(domain: readonly number[], range: readonly Value[]) {
  return {
    field: "innerSteps",
    type: "nominal" as const,
    scale: { domain: [...domain], range: [...range] },
    legend: null,
  };
}

/** One table for all pictures; `kind` says what a row is. */
function rowsOf({ title, truth, support, fitted }: FittedPanel): object[] {
  const rows = (kind: string, points: PlanePoints, innerSteps?: number): object[] =>
    points.map(([x, y], index) => ({ title, kind, innerSteps, index, x, y }));
  return [
    ...rows("truth", truth),
    ...rows("support", support),
    ...fitted.flatMap(({ innerSteps, points }) => rows("fitted", points, innerSteps)),
  ];
}

/** All of the true curves and points, and as much of the fitted curves as the overhang allows. */
function rangeOf(panels: readonly FittedPanel[]): [number, number] {
  const known = panels.flatMap(({ truth, support }) => [...truth, ...support]);
  const [low, high] = extentOf(known);
  const [lowest, highest] = extentOf([
    ...known,
    ...panels.flatMap(({ fitted }) => fitted.flatMap(({ points }) => points)),
  ]);
  const extent = high - low;
  const [bottom, top] = [
    Math.max(lowest, low - MOST_OVERHANG * extent) - MARGIN * extent,
    Math.min(highest, high + MOST_OVERHANG * extent) + MARGIN * extent,
  ];
  return bottom < top ? [bottom, top] : [bottom - 1, top + 1];
}

function extentOf(points: PlanePoints): readonly [number, number] {
  return points.reduce<readonly [number, number]>(
    ([low, high], [, y]) => [Math.min(low, y), Math.max(high, y)],
    [Infinity, -Infinity],
  );
}
