// A point walks from the middle of a square to one of its four corners, by a reward that is dense, or nothing until the
// point has left the middle towards the right corner.
//
// docs/environments/corner.md describes both versions, their source and how they differ from it.

import { box, renderPlane, unbatch } from "acclimate/env";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate/env";

/** The corner to go to. A type rather than an interface, which TypeScript would not take for JSON. */
export type CornerTask = { readonly goal: readonly [number, number] };

/** What differs between the versions of {@link createCorner}. */
export interface CornerOptions {
  /** The part of the id after `corner@`. */
  readonly version: string;
  /** Whether every step is rewarded, or progress in the quadrant of the goal only. */
  readonly reward: "dense" | "sparse";
  /**
   * How far an action of 1 moves the point, before clipping.
   * @defaultValue 0.02, with which ProMP's script runs: its wrapper stretches the farthest move to an action of 10
   */
  readonly actionScale?: number;
}

/** Farthest move along each axis in one step. */
const MAX_MOVE = 0.2;

const DEFAULT_ACTION_SCALE = 0.02;

/** Both coordinates of the first position are uniform up to here, in both directions. */
const START_RANGE = 0.2;

/** The sparse reward is 0 where |x| + |y| is less than this. */
const SPARSE_RADIUS = 0.5;

const CORNERS: readonly (readonly [number, number])[] = [
  [-2, -2],
  [2, -2],
  [-2, 2],
  [2, 2],
];

/** Longest episode, in steps. */
const HORIZON = 100;

/** What pictures show of each axis: the corners and some room around them. */
const DRAWN: readonly [number, number] = [-3, 3];

/** Makes a version of the four corners. */
export function createCorner(options: CornerOptions): EnvironmentFamily<CornerTask> {
  const { version, reward, actionScale = DEFAULT_ACTION_SCALE } = options;
  const isSparse = reward === "sparse";
  const createBatch = (tasks: readonly CornerTask[]): EnvironmentBatch =>
    new CornerBatch(tasks, isSparse, actionScale);
  const family: EnvironmentFamily<CornerTask> = {
    id: `corner@${version}`,
    observationSpace: box({ shape: [2] }),
    actionSpace: box({ low: -MAX_MOVE / actionScale, high: MAX_MOVE / actionScale, shape: [2] }),
    horizon: HORIZON,
    plane: { axes: [0, 1], range: DRAWN, goal: (task) => task.goal },
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({ goal: CORNERS[rng.integer(CORNERS.length)]! })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch,
    render: ({ goal }, episodes) =>
      renderPlane({
        range: DRAWN,
        goal,
        episodes,
        ground: (x, y) => (isSparse && isRewarded(x, y, goal) ? ":" : undefined),
        key: isSparse ? [": progress is rewarded"] : [],
      }),
  };
  return family;
}

/** The sparse version of jonasrothfuss/ProMP, which is its default. */
export const cornerPrompSparse: EnvironmentFamily<CornerTask> = createCorner({
  version: "promp-sparse",
  reward: "sparse",
});

/** The dense version of jonasrothfuss/ProMP. */
export const cornerPrompDense: EnvironmentFamily<CornerTask> = createCorner({
  version: "promp-dense",
  reward: "dense",
});

/** Tells where the sparse reward is progress: away from the start, and where no corner is nearer than the goal. */
function isRewarded(x: number, y: number, goal: readonly [number, number]): boolean {
  const isAway = Math.abs(x) + Math.abs(y) >= SPARSE_RADIUS;
  return isAway && x * goal[0] >= 0 && y * goal[1] >= 0;
}

function distance(x: number, y: number, goal: readonly [number, number]): number {
  const dx = x - goal[0];
  const dy = y - goal[1];
  return Math.sqrt(dx * dx + dy * dy);
}

class CornerBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #goals: readonly (readonly [number, number])[];
  /** `[size, 2]` */
  readonly #positions: Float64Array;
  readonly #isSparse: boolean;
  readonly #actionScale: number;

  constructor(tasks: readonly CornerTask[], isSparse: boolean, actionScale: number) {
    this.size = tasks.length;
    this.#goals = tasks.map((task) => task.goal);
    this.#positions = new Float64Array(2 * tasks.length);
    this.#isSparse = isSparse;
    this.#actionScale = actionScale;
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    for (let i = 2 * row; i < 2 * row + 2; i++) {
      observations[i] = this.#positions[i] = START_RANGE * (2 * rng.uniform() - 1);
    }
  }

  step(
    actions: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    const positions = this.#positions;
    for (let row = 0; row < this.size; row++) {
      const goal = this.#goals[row]!;
      const i = 2 * row;
      const before = distance(positions[i]!, positions[i + 1]!, goal);
      const x = (positions[i]! += this.#moveOf(actions[i]!));
      const y = (positions[i + 1]! += this.#moveOf(actions[i + 1]!));
      observations[i] = x;
      observations[i + 1] = y;
      const after = distance(x, y, goal);
      if (!this.#isSparse) rewards[row] = -after;
      else rewards[row] = isRewarded(x, y, goal) ? before - after : 0;
    }
    terminated.fill(0);
    truncated.fill(0);
  }

  /** How far an action moves the point along one axis. */
  #moveOf(action: number): number {
    return Math.min(Math.max(action * this.#actionScale, -MAX_MOVE), MAX_MOVE);
  }
}
