// Layer 5: the same tasks before and after adaptation, as paths in the plane: one small picture for each task and
// number of inner steps.

import type { PlanePath } from "../../meta-rl/evaluation.ts";
import { distinct } from "../distinct.ts";
import { formatNumberOf } from "../format.ts";
import type { ChartSpec } from "../render-chart.ts";
import type { ChartTheme } from "../theme.ts";

/** What is drawn. */
export interface TrajectoryGrid {
  readonly paths: readonly PlanePath[];
  /** Both axes of every picture. */
  readonly range: readonly [number, number];
  /** Goal of a task, by its index. */
  readonly goals: ReadonlyMap<number, readonly [number, number]>;
  /** Short text above a picture. */
  note(task: number, innerSteps: number): string;
}

/** How it is drawn. */
export interface TrajectoriesStyle {
  readonly theme: ChartTheme;
  /** What lies beside each other; the other of the two lies below each other. */
  readonly columns: "tasks" | "innerSteps";
  /** Side of one picture in pixels. */
  readonly cellSize: number;
}

/** A longer path is drawn through evenly chosen points. */
const MOST_POINTS = 200;

/** Describes a grid of small pictures that share their axes. All values must be finite. */
export function trajectoriesSpec(grid: TrajectoryGrid, style: TrajectoriesStyle): ChartSpec {
  const { theme, cellSize } = style;
  const tasks = distinct(grid.paths.map(({ task }) => task));
  const innerSteps = distinct(grid.paths.map((path) => path.innerSteps));
  const [column, row] =
    style.columns === "tasks"
      ? ([facet("task", tasks.map(taskLabel)), facet("stage", innerSteps.map(stageLabel))] as const)
      : ([
          facet("stage", innerSteps.map(stageLabel)),
          facet("task", tasks.map(taskLabel)),
        ] as const);
  const scale = { domain: [...grid.range], nice: false, zero: false };
  const axis = { grid: true, tickCount: 3, domain: false, title: null };
  const x = { field: "x", type: "quantitative" as const, scale, axis };
  const y = { field: "y", type: "quantitative" as const, scale, axis };
  return {
    data: { values: trajectoryRows(grid) },
    facet: { column, row },
    spacing: 10,
    spec: {
      width: cellSize,
      height: cellSize,
      view: { stroke: theme.grid },
      layer: [
        {
          transform: [{ filter: "datum.kind === 'path'" }],
          mark: { type: "line", strokeWidth: 1.5, strokeJoin: "round", clip: true },
          encoding: {
            x,
            y,
            order: { field: "index" },
            detail: { field: "path" },
            color: {
              condition: { test: "datum.innerSteps === 0", value: theme.before },
              value: theme.after,
            },
          },
        },
        {
          transform: [{ filter: "datum.kind === 'start'" }],
          mark: { type: "point", filled: true, size: 30, color: theme.ink, opacity: 1, clip: true },
          encoding: { x, y },
        },
        {
          transform: [{ filter: "datum.kind === 'goal'" }],
          mark: {
            type: "point",
            shape: "cross",
            angle: 45,
            filled: true,
            size: 90,
            color: theme.goal,
            opacity: 1,
            clip: true,
          },
          encoding: { x, y },
        },
        {
          transform: [{ filter: "datum.kind === 'note'" }],
          mark: {
            type: "text",
            align: "center",
            baseline: "bottom",
            dy: -3,
            fontSize: 11,
            color: theme.muted,
          },
          encoding: { x: { value: cellSize / 2 }, y: { value: 0 }, text: { field: "text" } },
        },
      ],
    },
  };
}

/** One table for all pictures; `kind` says what a row is. */
function trajectoryRows(grid: TrajectoryGrid): object[] {
  const noted = new Set<string>();
  return grid.paths.flatMap(({ task, innerSteps, points }, path) => {
    const cell = { task: taskLabel(task), stage: stageLabel(innerSteps), innerSteps };
    const line = thinPoints(points).map(([x, y], index) => ({
      ...cell,
      kind: "path",
      path,
      index,
      x,
      y,
    }));
    const [start] = line;
    const rows: object[] = [...line];
    if (start !== undefined) rows.push({ ...start, kind: "start" });
    // Several episodes of a picture share its goal and its note.
    const key = `${task}/${innerSteps}`;
    if (noted.has(key)) return rows;
    noted.add(key);
    const goal = grid.goals.get(task);
    if (goal !== undefined) rows.push({ ...cell, kind: "goal", x: goal[0], y: goal[1] });
    rows.push({ ...cell, kind: "note", text: grid.note(task, innerSteps) });
    return rows;
  });
}

function thinPoints<Point>(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  const stride = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, index) => points[Math.round(index * stride)]!);
}

function facet(field: string, sort: readonly string[]) {
  return { field, type: "nominal" as const, sort: [...sort], header: { title: null } };
}

function taskLabel(task: number): string {
  return `task ${task}`;
}

function stageLabel(innerSteps: number): string {
  if (innerSteps === 0) return "before";
  return `after ${formatNumberOf(innerSteps, "step")}`;
}
