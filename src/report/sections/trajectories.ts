// Layer 5: pictures of what adaptation changes: the same tasks before and after inner steps.

import type { Evaluation, PlanePath } from "../../meta-rl/evaluation.ts";
import { drawingRange } from "../charts/drawing-range.ts";
import { trajectoriesSpec } from "../charts/trajectories.ts";
import type { TrajectoryGrid } from "../charts/trajectories.ts";
import { distinct } from "../distinct.ts";
import { FIGURE_WIDTHS, renderFigure } from "../figure.ts";
import type { FigureSize } from "../figure.ts";
import { formatNumberOf, formatReturn } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { legend } from "../legend.ts";
import type { LegendEntry } from "../legend.ts";
import type { ReportPlane } from "../report-data.ts";
import { pageTheme } from "../theme.ts";

/** Tasks that are drawn, at most. */
const MOST_TASKS = 6;

/** Numbers of inner steps that are drawn, at most. */
const MOST_STAGES = 4;

/** What a row of pictures needs besides the pictures: labels, and the space between neighbours. */
const LABELS_WIDTH = 64;
const CELL_SPACING = 10;

const LARGEST_CELL = 190;

const KEY: readonly LegendEntry[] = [
  { sign: "dot", color: "ink", text: "start" },
  { sign: "line", color: "before", text: "before adaptation" },
  { sign: "line", color: "after", text: "after inner steps" },
];
const GOAL_KEY: LegendEntry = { sign: "cross", color: "goal", text: "goal" };

/** Builds the section with paths; nothing where there are none. */
export async function trajectoriesSection(
  evaluation: Evaluation,
  plane: ReportPlane | undefined,
): Promise<Html | undefined> {
  const paths = shownPaths(evaluation.paths ?? []);
  if (paths.length === 0) return undefined;
  const { range, isClipped } = drawingRange(
    paths.flatMap(({ points }) => points),
    plane?.range,
  );
  const grid: TrajectoryGrid = {
    paths,
    range,
    goals: goalsOf(evaluation, paths, plane),
    note: (task, innerSteps) => {
      const value = evaluation.perTask[task]?.returns[innerSteps];
      return value === undefined ? "" : formatReturn(value);
    },
  };
  const tasks = new Set(paths.map(({ task }) => task)).size;
  const stages = new Set(paths.map(({ innerSteps }) => innerSteps)).size;
  const spec = (size: FigureSize) => {
    // Many tasks lie beside each other where there is room, and below each other where there is not.
    const columns = size === "wide" && tasks >= stages ? "tasks" : "innerSteps";
    const count = columns === "tasks" ? tasks : stages;
    const free = FIGURE_WIDTHS[size] - LABELS_WIDTH - CELL_SPACING * (count - 1);
    const cellSize = Math.min(LARGEST_CELL, Math.floor(free / count));
    return trajectoriesSpec(grid, { theme: pageTheme, columns, cellSize });
  };
  const figure = await renderFigure({
    id: "trajectories",
    description: `Paths in ${formatNumberOf(tasks, "held-out task")} at ${formatNumberOf(stages, "stage")} of adaptation.`,
    spec,
  });
  return html`<section>
    <h2>Trajectories</h2>
    <p>
      Episodes in the same held-out tasks before and after adaptation; the number is the mean return
      in that task. ${isClipped ? "Paths that leave the picture are cut off." : ""}
    </p>
    ${legend(grid.goals.size > 0 ? [...KEY, GOAL_KEY] : KEY)} ${figure}
  </section>`;
}

/** The first tasks, and a choice of stages that always has the first and the last. */
function shownPaths(paths: readonly PlanePath[]): readonly PlanePath[] {
  const drawn = paths.filter(({ points }) => points.length > 0);
  const tasks = distinct(drawn.map(({ task }) => task)).slice(0, MOST_TASKS);
  const stages = distinct(drawn.map(({ innerSteps }) => innerSteps));
  const shown = [...stages.slice(0, MOST_STAGES - 1), ...stages.slice(-1)];
  return drawn.filter(({ task, innerSteps }) => tasks.includes(task) && shown.includes(innerSteps));
}

function goalsOf(
  { perTask }: Evaluation,
  paths: readonly PlanePath[],
  plane: ReportPlane | undefined,
): ReadonlyMap<number, readonly [number, number]> {
  const goals = new Map<number, readonly [number, number]>();
  for (const { task } of paths) {
    const evaluated = perTask[task];
    const goal = evaluated === undefined ? undefined : plane?.goal?.(evaluated.task);
    if (goal !== undefined) goals.set(task, goal);
  }
  return goals;
}
