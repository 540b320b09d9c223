// Layer 3: a number of the observation against time, a strip of characters for each episode.

import type { Trajectory } from "./environment.ts";
import { formatFixed } from "./format-fixed.ts";
import { createTextMap } from "./text-map.ts";

/** What {@link renderStrips} draws. */
export interface StripPicture {
  /** Of one task, in the order in which they were played. */
  readonly episodes: readonly Trajectory[];
  /** Steps that the width stands for. */
  readonly horizon: number;
  /** The number that is drawn. */
  readonly valueOf: (observation: readonly number[]) => number;
  /** The values at the lower and the upper edge; what lies beyond is drawn at the edge. */
  readonly range: readonly [number, number];
  /** What stands beside the top row, the middle row, which has a line, and the bottom row; 9 characters each at most. */
  readonly labels: readonly [top: string, middle: string, bottom: string];
  /** Decimals that returns are shown with. */
  readonly decimals: number;
  /** What the last observation of an episode was, in words. */
  readonly describeEnd: (observation: readonly number[]) => string;
}

/** Odd, so that there is a row in the middle. */
const ROWS = 7;

/** Widest strip, in characters: with a label of 9 and a blank it fits into 80 columns. */
const MAX_COLUMNS = 70;

/** Episodes that are drawn. */
const SHOWN = 3;

/**
 * Draws the last three episodes one below the other, a strip of seven rows each, with its return and how it ended. What the
 * picture is of, and the unit of the labels, are the caller's to say.
 */
export function renderStrips(picture: StripPicture): string {
  const { episodes, horizon, decimals, describeEnd } = picture;
  const stepsPerColumn = Math.ceil((horizon + 1) / MAX_COLUMNS); // there is an observation after the last step
  const shown = episodes.slice(-SHOWN);
  const skipped = episodes.length - shown.length;
  const strips = shown.flatMap((episode, i) => {
    const { rewards, terminated, observations } = episode;
    const total = formatFixed(
      rewards.reduce((sum, reward) => sum + reward, 0),
      decimals,
    );
    const end = `${terminated ? "terminated" : "ends"} ${describeEnd(observations.at(-1)!)}`;
    const header = `episode ${skipped + i + 1}: return ${total}, ${count(rewards.length, "step")}, ${end}`;
    return ["", header, ...drawStrip(picture, episode, stepsPerColumn)];
  });
  const lines = [`a column is ${count(stepsPerColumn, "step")}`];
  if (skipped > 0) lines.push(`… ${count(skipped, "earlier episode")}`);
  return [...lines, ...strips].join("\n");
}

function drawStrip(
  { horizon, valueOf, range, labels }: StripPicture,
  { observations }: Trajectory,
  stepsPerColumn: number,
): readonly string[] {
  const [low, high] = range;
  const columns = Math.ceil((horizon + 1) / stepsPerColumn);
  const map = createTextMap({ columns, rows: ROWS });
  const middle = (ROWS - 1) / 2;
  for (let column = 0; column < columns; column++) map.set(column, middle, "-");
  observations.forEach((observation, step) => {
    const height = Math.floor(((valueOf(observation) - low) / (high - low)) * ROWS);
    const row = ROWS - 1 - Math.min(Math.max(height, 0), ROWS - 1);
    map.set(Math.floor(step / stepsPerColumn), row, "*");
  });
  const width = Math.max(...labels.map((label) => label.length));
  return map
    .toString()
    .split("\n")
    .map((line, row) => {
      const label = row % middle === 0 ? labels[row / middle]! : "";
      return `${label.padStart(width)} ${line}`.trimEnd();
    });
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
