// 2D navigation through walls: neither the goal nor the gaps in the walls are observed, so that both must be found.
//
// docs/environments/walls.md describes the arena and the rule of collision.

import {
  box,
  ConfigError,
  EnvContractError,
  formatValue,
  renderPlane,
  unbatch,
} from "acclimate/env";
import type {
  BatchStepResult,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
  Segment,
} from "acclimate/env";

/**
 * Where to go, and the middle of each wall's gap, from the left wall to the right. A type rather than an interface, which
 * TypeScript would not take for JSON.
 */
export type WallsTask = {
  readonly goal: readonly [number, number];
  readonly gaps: readonly number[];
};

/** What differs between the versions of {@link createWalls}. */
export interface WallsOptions {
  /** The part of the id after `walls@`. */
  readonly version: string;
  /** Where the walls are along x, ascending, between the start and the goals. @defaultValue `[-0.3, 0.3]` */
  readonly walls?: readonly number[];
  /** How wide each gap is, less than 0.4. @defaultValue 0.3 */
  readonly gapWidth?: number;
}

const DEFAULT_WALLS: readonly number[] = [-0.3, 0.3];
const DEFAULT_GAP_WIDTH = 0.3;

/** The arena is the square of this half width around the origin. */
const ARENA = 1;

/** Where each episode starts. */
const START: readonly [number, number] = [-0.65, 0];

/** Where goals are: beyond the last wall. */
const GOAL_X: readonly [number, number] = [0.4, 0.9];
const GOAL_Y: readonly [number, number] = [-0.9, 0.9];

/** Where the middles of gaps are. */
const GAP_Y: readonly [number, number] = [-0.8, 0.8];

/** The move along an axis by an action of 1, which is the farthest. */
const MAX_MOVE = 0.1;

/**
 * How far the point stays from the line of a wall: it is always on one side, by more than the rounding of an observation
 * to float32 (3e-8 below 1).
 */
const CLEARANCE = 1e-6;

/** Longest episode, in steps. */
const HORIZON = 100;

/** What pictures show of each axis: the arena and its outer walls. */
const DRAWN: readonly [number, number] = [-1.1, 1.1];

/**
 * Makes a version of navigation through walls.
 * @throws {@link ConfigError} if the walls are not ascending, or not between the start and the goals, or a gap is too wide
 */
export function createWalls(options: WallsOptions): EnvironmentFamily<WallsTask> {
  const { version, walls = DEFAULT_WALLS, gapWidth = DEFAULT_GAP_WIDTH } = options;
  const bounded = [START[0], ...walls, GOAL_X[0]];
  if (!bounded.every((x, i) => i === 0 || x - bounded[i - 1]! > 2 * CLEARANCE)) {
    throw new ConfigError(
      `createWalls.walls: must be ascending between ${START[0]} and ${GOAL_X[0]}, got ${formatValue(walls)}`,
    );
  }
  const widest = 2 * (ARENA - GAP_Y[1]);
  if (!(gapWidth > 0 && gapWidth < widest)) {
    throw new ConfigError(
      `createWalls.gapWidth: must be positive and less than ${widest.toFixed(1)}, got ${gapWidth}`,
    );
  }
  const geometry = { walls, halfGap: gapWidth / 2 };
  const createBatch = (tasks: readonly WallsTask[]): EnvironmentBatch => {
    for (const { gaps } of tasks) {
      if (gaps.length === walls.length) continue;
      throw new EnvContractError(
        `walls@${version} task: gaps must have ${walls.length} elements, got ${formatValue(gaps)}`,
      );
    }
    return new WallsBatch(tasks, geometry);
  };
  const family: EnvironmentFamily<WallsTask> = {
    id: `walls@${version}`,
    observationSpace: box({ low: -ARENA, high: ARENA, shape: [2] }),
    actionSpace: box({ low: -1, high: 1, shape: [2] }),
    horizon: HORIZON,
    plane: { axes: [0, 1], range: DRAWN, goal: (task) => task.goal },
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        goal: [between(rng, GOAL_X), between(rng, GOAL_Y)] as const,
        gaps: walls.map(() => between(rng, GAP_Y)),
      })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch,
    render: ({ goal, gaps }, episodes) =>
      renderPlane({
        range: DRAWN,
        goal,
        episodes,
        walls: [...OUTER_WALLS, ...gaps.flatMap((gap, i) => innerWall(walls[i]!, gap, geometry))],
        key: ["# wall"],
      }),
  };
  return family;
}

/** The built-in version: two walls. */
export const walls1: EnvironmentFamily<WallsTask> = createWalls({ version: "1" });

function between(rng: Random, [low, high]: readonly [number, number]): number {
  return low + (high - low) * rng.uniform();
}

/** Where the walls and how wide the gaps are. */
interface Geometry {
  readonly walls: readonly number[];
  readonly halfGap: number;
}

const CORNERS: readonly (readonly [number, number])[] = [
  [-ARENA, -ARENA],
  [ARENA, -ARENA],
  [ARENA, ARENA],
  [-ARENA, ARENA],
];

const OUTER_WALLS: readonly Segment[] = CORNERS.map((corner, i) => [
  corner,
  CORNERS[(i + 1) % CORNERS.length]!,
]);

/** The two parts of a wall, below its gap and above it. */
function innerWall(x: number, gap: number, { halfGap }: Geometry): readonly Segment[] {
  return [
    [
      [x, -ARENA],
      [x, gap - halfGap],
    ],
    [
      [x, gap + halfGap],
      [x, ARENA],
    ],
  ];
}

function clip(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}

class WallsBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #tasks: readonly WallsTask[];
  readonly #geometry: Geometry;
  /** `[size, 2]` */
  readonly #positions: Float64Array;

  constructor(tasks: readonly WallsTask[], geometry: Geometry) {
    this.size = tasks.length;
    this.#tasks = tasks;
    this.#geometry = geometry;
    this.#positions = new Float64Array(2 * tasks.length);
  }

  reset(row: number, _rng: Random, observations: Float32Array): void {
    this.#positions.set(START, 2 * row);
    observations.set(START, 2 * row);
  }

  step(
    actions: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    const positions = this.#positions;
    for (let row = 0; row < this.size; row++) {
      const i = 2 * row;
      const dx = MAX_MOVE * clip(actions[i]!, 1);
      const dy = MAX_MOVE * clip(actions[i + 1]!, 1);
      const x = this.#slide(row, dx, dy);
      const y = clip(positions[i + 1]! + dy, ARENA);
      observations[i] = positions[i] = x;
      observations[i + 1] = positions[i + 1] = y;
      const { goal } = this.#tasks[row]!;
      rewards[row] = -Math.sqrt((x - goal[0]) ** 2 + (y - goal[1]) ** 2);
    }
    terminated.fill(0);
    truncated.fill(0);
  }

  /**
   * Finds how far x gets: to the first wall that the segment of the move meets outside of its gap. All walls that stop x
   * run along y, and none stops y but the arena's, so that sliding is y going on.
   */
  #slide(row: number, dx: number, dy: number): number {
    const { walls, halfGap } = this.#geometry;
    const x = this.#positions[2 * row]!;
    const y = this.#positions[2 * row + 1]!;
    const direction = Math.sign(dx);
    let end = clip(x + dx, ARENA);
    for (let n = 0; n < walls.length; n++) {
      const i = direction > 0 ? n : walls.length - 1 - n;
      const wall = walls[i]!;
      const side = Math.sign(x - wall);
      if ((wall - x) * (wall - end) > 0) {
        if (Math.abs(end - wall) < CLEARANCE) end = wall + side * CLEARANCE;
        continue;
      }
      const crossing = clip(y + (dy * (wall - x)) / dx, ARENA);
      if (Math.abs(crossing - this.#tasks[row]!.gaps[i]!) >= halfGap)
        return wall + side * CLEARANCE;
      if (Math.abs(end - wall) < CLEARANCE) end = wall - side * CLEARANCE;
    }
    return end;
  }
}
