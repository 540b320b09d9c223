// Layer 3: episodes in a plane as a map of characters: the paths of the last few, where they start, and the goal.

import { formatFixed } from "./format-fixed.ts";
import type { Trajectory } from "./environment.ts";
import { createTextMap } from "./text-map.ts";

/** Decimals of returns and positions. */
const DECIMALS = 2;

/** What {@link renderPlane} draws. */
export interface PlanePicture {
  /** The half-open range of both axes that is drawn. */
  readonly range: readonly [number, number];
  /** Indices of the observation that are x and y. @defaultValue `[0, 1]` */
  readonly axes?: readonly [number, number];
  readonly goal: readonly [number, number];
  /** Of one task, in the order in which they were played. */
  readonly episodes: readonly Trajectory[];
  /** The character of the ground at a point, below all else; blank where undefined. */
  readonly ground?: (x: number, y: number) => string | undefined;
  /** Drawn over the paths, as `#`. */
  readonly walls?: readonly Segment[];
  /** What the characters of the ground and the walls mean, such as `# wall`. */
  readonly key?: readonly string[];
}

/** A straight line between two points. */
export type Segment = readonly [from: readonly [number, number], to: readonly [number, number]];

/** Odd, so that the middle of the range is the middle of a cell. A character is about twice as high as wide. */
const COLUMNS = 41;
const ROWS = 21;

/** The paths of the episodes that are drawn, from the oldest to the newest, which lies on top. */
const PATH_SIGNS = ["a", "b", "c"];

/**
 * Draws the last three episodes in a plane: 41 times 21 characters in a frame, what they mean, and a line an episode
 * with its return. Paths that leave the range are cut off.
 */
export function renderPlane(picture: PlanePicture): string {
  const { range, axes = [0, 1], goal, episodes, ground, walls = [], key = [] } = picture;
  const map = createTextMap({ columns: COLUMNS, rows: ROWS, x: range, y: range });
  const shown = episodes.slice(-PATH_SIGNS.length);
  const skipped = episodes.length - shown.length;
  const paths = shown.map(({ observations }) =>
    observations.map((observation) => axes.map((axis) => observation[axis] ?? NaN) as Point),
  );
  if (ground) map.paint(ground);
  paths.forEach((path, i) => {
    path.forEach((to, step) => map.line(path[Math.max(step - 1, 0)]!, to, PATH_SIGNS[i]!));
  });
  for (const [from, to] of walls) map.line(from, to, "#");
  for (const [start] of paths) if (start) map.plot(...start, "S");
  map.plot(...goal, "G");

  const returns = shown.map(({ rewards }) =>
    formatFixed(
      rewards.reduce((sum, r) => sum + r, 0),
      DECIMALS,
    ),
  );
  const width = Math.max(0, ...returns.map((text) => text.length));
  const lines = shown.map(({ rewards, terminated }, i) => {
    const place = paths[i]!.at(-1)!
      .map((x) => formatFixed(x, DECIMALS))
      .join(", ");
    const end = terminated ? "terminated" : "ends";
    return `${PATH_SIGNS[i]}  episode ${skipped + i + 1}: return ${returns[i]!.padStart(width)}, ${rewards.length} steps, ${end} at (${place})`;
  });
  const bounds = range.join(" to ");
  return [
    [`x, y from ${bounds}`, "S start", "G goal", ...key].join("   "),
    map.frame(),
    ...(skipped > 0 ? [`${skipped} earlier episode${skipped === 1 ? "" : "s"} not shown`] : []),
    ...lines,
  ].join("\n");
}

type Point = [number, number];
