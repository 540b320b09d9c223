// Layer 3: episodes in a square grid of cells as maps of characters, side by side: the way of each, and whether it reached the
// goal.

import type { Trajectory } from "./environment.ts";
import { formatFixed } from "./format-fixed.ts";
import { createTextMap } from "./text-map.ts";

/** What {@link renderGrid} draws. */
export interface GridPicture {
  /** What the picture is of, such as the environment's id. */
  readonly name: string;
  /** The return of the best policy for the task. */
  readonly optimalReturn: number;
  /** Decimals that returns are shown with. */
  readonly decimals: number;
  /** Cells along each axis. */
  readonly size: number;
  readonly start: Cell;
  readonly goal: Cell;
  /** Of one task, in the order in which they were played. Actions 0 to 4 are stay, up, right, down, left. */
  readonly episodes: readonly Trajectory[];
  /** Where an observation was made. */
  readonly cellOf: (observation: readonly number[]) => Cell;
}

/** A column and a row of a grid, counted from its lower left corner. */
export type Cell = readonly [column: number, row: number];

/** Widest line of a picture, in characters. */
const PICTURE_WIDTH = 80;

/** Characters between two maps, and those that the text above a map takes. */
const GAP = 3;
const HEADER_WIDTH = 13;

/** What a cell shows that was left with an action: stay, up, right, down, left. */
const LEFT_WITH = ["o", "^", ">", "v", "<"];

/**
 * Draws the last episodes side by side, as many as fit into 80 columns, y upward: in each cell the last action there.
 * Without episodes, draws the task alone.
 */
export function renderGrid(picture: GridPicture): string {
  const { name, optimalReturn, decimals, size, episodes } = picture;
  const width = Math.max(2 * size - 1, HEADER_WIDTH);
  const shown = episodes.slice(-Math.max(1, Math.floor((PICTURE_WIDTH + GAP) / (width + GAP))));
  const skipped = episodes.length - shown.length;
  const maps = shown.map((episode, i) => [
    `episode ${skipped + i + 1}`,
    `return ${formatFixed(
      episode.rewards.reduce((sum, reward) => sum + reward, 0),
      decimals,
    )}`,
    ...drawMap(picture, episode),
  ]);
  if (maps.length === 0) maps.push([...drawMap(picture)]);
  const lines = [
    `${name}: the best policy earns ${formatFixed(optimalReturn, decimals)}`,
    "S start, G goal, @ goal reached, ^>v< moves, o stays or ends",
  ];
  if (skipped > 0) lines.push(`… ${skipped} earlier episode${skipped === 1 ? "" : "s"}`);
  lines.push("");
  maps[0]!.forEach((_, line) => {
    const row = maps.map((map) => (map[line] ?? "").padEnd(width)).join(" ".repeat(GAP));
    lines.push(row.slice(0, PICTURE_WIDTH).trimEnd());
  });
  return lines.join("\n");
}

/** Draws one episode, or none. */
function drawMap(picture: GridPicture, episode?: Trajectory): readonly string[] {
  const { size, start, goal, cellOf } = picture;
  // A blank between two cells makes them about as wide as high.
  const map = createTextMap({ columns: 2 * size - 1, rows: size });
  const mark = ([column, row]: Cell, sign: string): void =>
    map.set(2 * column, size - 1 - row, sign);
  for (let cell = 0; cell < size * size; cell++) mark([cell % size, Math.floor(cell / size)], ".");
  const way = episode?.observations.map(cellOf) ?? [];
  way.forEach((cell, step) => mark(cell, LEFT_WITH[episode?.actions[step]?.[0] ?? 0] ?? "o"));
  // Only a step that ends at the goal reaches it: a start there does not.
  const isReached = way.slice(1).some(([x, y]) => x === goal[0] && y === goal[1]);
  mark(start, "S");
  mark(goal, isReached ? "@" : "G");
  return map.toString().split("\n");
}
