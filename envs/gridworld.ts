// Grid navigation: an agent looks for a goal cell that it does not observe, and keeps what it found over episodes.
//
// docs/environments/gridworld.md describes the versions, their source and how they differ from it.

import {
  asTrials,
  box,
  ConfigError,
  discrete,
  formatValue,
  renderGrid,
  unbatch,
} from "acclimate/env";
import type {
  BatchStepResult,
  Cell,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
} from "acclimate/env";

/** Where the goal is. A type rather than an interface, which TypeScript would not take for JSON. */
export type GridworldTask = { readonly goal: readonly [number, number] };

/** What differs between the versions of {@link createGridworld}. */
export interface GridworldOptions {
  /** The part of the id after `gridworld@`. */
  readonly version: string;
  /** Cells along each axis. */
  readonly size: number;
  /** Steps of an episode. */
  readonly horizon: number;
}

/** The reward of a step that ends at the goal, and of any other: both are VariBAD's. */
const GOAL_REWARD = 1;
const OTHER_REWARD = -0.1;

/** No goal lies in the square of this width at the start, so that none is found by chance at once. */
const START_CORNER = 2;

/** The lower left corner. */
const START: Cell = [0, 0];

/** How each action moves: stay, up, right, down, left. */
const DX = [0, 0, 1, 0, -1];
const DY = [0, 1, 0, -1, 0];

/** Makes a square grid with the start in its lower left corner. */
export function createGridworld(options: GridworldOptions): EnvironmentFamily<GridworldTask> {
  const { version, size, horizon } = options;
  if (!Number.isSafeInteger(size) || size <= START_CORNER) {
    throw new ConfigError(
      `createGridworld.size: must be an integer >= ${START_CORNER + 1}, got ${formatValue(size)}`,
    );
  }
  const family = {
    id: `gridworld@${version}`,
    observationSpace: box({ low: 0, high: size - 1, shape: [2] }),
    actionSpace: discrete(DX.length),
    horizon,
  };
  const goals = Array.from(
    { length: size * size },
    (_, i) => [Math.floor(i / size), i % size] as const,
  ).filter(([x, y]) => x >= START_CORNER || y >= START_CORNER);
  const createBatch = (tasks: readonly GridworldTask[]): EnvironmentBatch =>
    new GridworldBatch(tasks, size);
  const optimalReturn = ({ goal: [x, y] }: GridworldTask): number => {
    // The step that arrives pays already, and so does staying where the goal is the start.
    const unpaid = Math.min(horizon, Math.max(x + y - 1, 0));
    return unpaid * OTHER_REWARD + (horizon - unpaid) * GOAL_REWARD;
  };
  return {
    ...family,
    plane: { axes: [0, 1], range: [-0.5, size - 0.5], goal: (task) => task.goal },
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({ goal: goals[rng.integer(goals.length)]! })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch,
    optimalReturn,
    render: (task, episodes) =>
      renderGrid({
        name: family.id,
        optimalReturn: optimalReturn(task),
        decimals: 1,
        size,
        start: START,
        goal: task.goal,
        episodes,
        cellOf: ([x = 0, y = 0]) => [x, y],
      }),
  };
}

/** VariBAD's GridNavi: 5x5 cells, 15 steps. */
export const gridworldVaribad: EnvironmentFamily<GridworldTask> = createGridworld({
  version: "varibad",
  size: 5,
  horizon: 15,
});

/** The trials of 4 episodes that VariBAD trains on. */
export const gridworldVaribadTrials: EnvironmentFamily<GridworldTask> = asTrials(gridworldVaribad, {
  episodes: 4,
});

class GridworldBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #last: number;
  /** `[size, 2]` */
  readonly #goals: Int32Array;
  /** `[size, 2]` */
  readonly #positions: Int32Array;

  constructor(tasks: readonly GridworldTask[], cells: number) {
    this.size = tasks.length;
    this.#last = cells - 1;
    this.#goals = Int32Array.from(tasks.flatMap((task) => task.goal));
    this.#positions = new Int32Array(2 * tasks.length);
  }

  reset(row: number, _rng: Random, observations: Float32Array): void {
    this.#positions.fill(0, 2 * row, 2 * row + 2);
    observations.fill(0, 2 * row, 2 * row + 2);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const { observations, rewards } = result;
    const positions = this.#positions;
    const goals = this.#goals;
    const last = this.#last;
    for (let row = 0; row < this.size; row++) {
      const action = actions[row]!;
      const at = 2 * row;
      const x = Math.min(Math.max(positions[at]! + DX[action]!, 0), last);
      const y = Math.min(Math.max(positions[at + 1]! + DY[action]!, 0), last);
      positions[at] = observations[at] = x;
      positions[at + 1] = observations[at + 1] = y;
      rewards[row] = x === goals[at] && y === goals[at + 1] ? GOAL_REWARD : OTHER_REWARD;
    }
    result.terminated.fill(0);
    result.truncated.fill(0);
  }
}
