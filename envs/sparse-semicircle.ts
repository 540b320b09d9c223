// A point looks for a goal on a half circle, and is rewarded only close to it: what has to be learned is to explore.
//
// docs/environments/sparse-semicircle.md describes both versions, their sources and how they differ from them.

import { box, ConfigError, formatValue, renderPlane, unbatch } from "acclimate/env";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate/env";

/** Where the reward is. A type rather than an interface, which TypeScript would not take for JSON. */
export type SparseSemicircleTask = { readonly goal: readonly [number, number] };

/** What differs between the versions of {@link createSparseSemicircle}. */
export interface SparseSemicircleOptions {
  /** The part of the id after `sparse-semicircle@`. */
  readonly version: string;
  /** Longest episode, in steps. */
  readonly horizon: number;
  /** How many goals there are, evenly spaced from end to end, at least 2. @defaultValue they are uniform on the half circle */
  readonly goals?: number;
}

/** The move along an axis by an action of 1, which is the farthest. */
const MAX_MOVE = 0.1;

/** The reward is not 0 up to this distance from the goal. */
const GOAL_RADIUS = 0.2;

/** What pictures show of each axis: as much as those of VariBAD's code. */
const DRAWN: readonly [number, number] = [-1.3, 1.3];

/**
 * Makes a version of the sparse half circle of radius 1.
 * @throws {@link ConfigError} if there are fewer than 2 goals
 */
export function createSparseSemicircle(
  options: SparseSemicircleOptions,
): EnvironmentFamily<SparseSemicircleTask> {
  const { version, horizon, goals } = options;
  if (goals !== undefined && (!Number.isSafeInteger(goals) || goals < 2)) {
    throw new ConfigError(
      `createSparseSemicircle.goals: must be an integer >= 2, got ${formatValue(goals)}`,
    );
  }
  const drawAngle = (rng: Random): number =>
    Math.PI * (goals === undefined ? rng.uniform() : rng.integer(goals) / (goals - 1));
  const family: EnvironmentFamily<SparseSemicircleTask> = {
    id: `sparse-semicircle@${version}`,
    observationSpace: box({ shape: [2] }),
    actionSpace: box({ low: -1, high: 1, shape: [2] }),
    horizon,
    plane: { axes: [0, 1], range: DRAWN, goal: (task) => task.goal },
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => {
        const angle = drawAngle(rng);
        return { goal: [Math.cos(angle), Math.sin(angle)] as const };
      }),
    createEnvironment: (task) => unbatch(family, new SparseSemicircleBatch([task])),
    createBatch: (tasks) => new SparseSemicircleBatch(tasks),
    optimalReturn: (task) => optimalReturn(task, horizon),
    render: ({ goal }, episodes) =>
      renderPlane({
        range: DRAWN,
        goal,
        episodes,
        ground: (x, y) => (rewardAt(x - goal[0], y - goal[1]) > 0 ? ":" : undefined),
        key: [": reward"],
      }),
  };
  return family;
}

/** The version of katerakelly/oyster, the code of PEARL. */
export const sparseSemicirclePearl: EnvironmentFamily<SparseSemicircleTask> =
  createSparseSemicircle({ version: "pearl", horizon: 20, goals: 100 });

/** The version of lmzintgraf/varibad. */
export const sparseSemicircleVaribad: EnvironmentFamily<SparseSemicircleTask> =
  createSparseSemicircle({ version: "varibad", horizon: 100 });

/** How far an action moves the point along one axis, in float32 as in the sources. */
function moveOf(action: number): number {
  return Math.fround(MAX_MOVE * Math.min(Math.max(action, -1), 1));
}

/** 1 minus the distance to the goal within the goal's radius, 0 elsewhere. */
function rewardAt(dx: number, dy: number): number {
  const distance = Math.sqrt(dx * dx + dy * dy);
  return distance <= GOAL_RADIUS ? 1 - distance : 0;
}

/**
 * The return of walking towards the goal along both axes at once, until each arrives. No walk is nearer to the goal after
 * any number of steps, as the axes move independently of each other; so none has a larger reward at any step.
 */
function optimalReturn({ goal }: SparseSemicircleTask, horizon: number): number {
  const left = goal.map(Math.abs);
  let sum = 0;
  for (let step = 0; step < horizon; step++) {
    for (const [axis, distance] of left.entries()) {
      left[axis] = Math.max(distance - moveOf(1), 0);
    }
    sum += rewardAt(left[0]!, left[1]!);
  }
  return sum;
}

class SparseSemicircleBatch implements EnvironmentBatch {
  readonly size: number;
  /** `[size, 2]` */
  readonly #goals: Float64Array;
  /** `[size, 2]` */
  readonly #positions: Float64Array;

  constructor(tasks: readonly SparseSemicircleTask[]) {
    this.size = tasks.length;
    this.#goals = Float64Array.from(tasks.flatMap((task) => task.goal));
    this.#positions = new Float64Array(2 * tasks.length);
  }

  reset(row: number, _rng: Random, observations: Float32Array): void {
    this.#positions.fill(0, 2 * row, 2 * row + 2);
    observations.fill(0, 2 * row, 2 * row + 2);
  }

  step(
    actions: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    const positions = this.#positions;
    const goals = this.#goals;
    for (let row = 0; row < this.size; row++) {
      const x = 2 * row;
      const y = x + 1;
      positions[x]! += moveOf(actions[x]!);
      positions[y]! += moveOf(actions[y]!);
      observations[x] = positions[x]!;
      observations[y] = positions[y]!;
      rewards[row] = rewardAt(positions[x]! - goals[x]!, positions[y]! - goals[y]!);
    }
    terminated.fill(0);
    truncated.fill(0);
  }
}
