// Dark rooms: an agent in a room without light looks for the cell that pays, and knows nothing but where it stands.
//
// docs/environments/dark-room.md describes both versions, their source and how they differ from it.

import { discrete, renderGrid, unbatch } from "acclimate/env";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate/env";

/** The column and row that pay. A type rather than an interface, which TypeScript would not take for JSON. */
export type DarkRoomTask = { readonly goal: readonly [number, number] };

/** What differs between the versions of {@link createDarkRoom}. */
export interface DarkRoomOptions {
  /** The part of the id after `dark-room@`. */
  readonly version: string;
  /** Cells along each axis. */
  readonly size: number;
  /** Steps of an episode. */
  readonly horizon: number;
  /** Whether each step at the goal is rewarded, or only the first of an episode. */
  readonly reward: "always" | "once";
}

/** How each action moves: stay, up, right, down, left. */
const DX = [0, 0, 1, 0, -1];
const DY = [0, 1, 0, -1, 0];

/** Makes a square room with the start in its middle. */
export function createDarkRoom(options: DarkRoomOptions): EnvironmentFamily<DarkRoomTask> {
  const { version, size, horizon, reward } = options;
  const family = {
    id: `dark-room@${version}`,
    observationSpace: discrete(size * size),
    actionSpace: discrete(DX.length),
    horizon,
  };
  const room: Room = { size, start: middleOf(size), reward };
  const createBatch = (tasks: readonly DarkRoomTask[]): EnvironmentBatch =>
    new DarkRoomBatch(tasks, room);
  const optimalReturn = ({ goal: [x, y] }: DarkRoomTask): number => {
    // The step that arrives pays already, and so does staying where the goal is the start.
    const unpaid = Math.max(Math.abs(x - room.start) + Math.abs(y - room.start) - 1, 0);
    return Math.min(Math.max(horizon - unpaid, 0), reward === "once" ? 1 : horizon);
  };
  return {
    ...family,
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        goal: [rng.integer(size), rng.integer(size)] as const,
      })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch,
    optimalReturn,
    render: (task, episodes) =>
      renderGrid({
        name: family.id,
        optimalReturn: optimalReturn(task),
        decimals: 0,
        size,
        start: [room.start, room.start],
        goal: task.goal,
        episodes,
        cellOf: ([cell = 0]) => [cell % size, Math.floor(cell / size)],
      }),
  };
}

/** Dark Room: 9x9 cells, a reward at each step at the goal. */
export const darkRoomLaskin2022: EnvironmentFamily<DarkRoomTask> = createDarkRoom({
  version: "laskin2022",
  size: 9,
  horizon: 20,
  reward: "always",
});

/** Dark Room Hard: 17x17 cells, one reward an episode. */
export const darkRoomLaskin2022Hard: EnvironmentFamily<DarkRoomTask> = createDarkRoom({
  version: "laskin2022-hard",
  size: 17,
  horizon: 20,
  reward: "once",
});

/** The column and row of the start; of two in the middle the upper one. */
function middleOf(size: number): number {
  return Math.floor(size / 2);
}

/** What the rooms of a batch have in common. */
interface Room {
  readonly size: number;
  /** Column and row of the start. */
  readonly start: number;
  readonly reward: "always" | "once";
}

class DarkRoomBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #room: Room;
  /** `[size, 2]` */
  readonly #goals: Int32Array;
  /** `[size, 2]` */
  readonly #positions: Int32Array;
  /** `[size]`, 1 where the episode has had its reward. */
  readonly #paid: Uint8Array;

  constructor(tasks: readonly DarkRoomTask[], room: Room) {
    this.size = tasks.length;
    this.#room = room;
    this.#goals = Int32Array.from(tasks.flatMap((task) => task.goal));
    this.#positions = new Int32Array(2 * tasks.length);
    this.#paid = new Uint8Array(tasks.length);
  }

  reset(row: number, _rng: Random, observations: Float32Array): void {
    const { size, start } = this.#room;
    const cells = size * size;
    this.#positions.fill(start, 2 * row, 2 * row + 2);
    this.#paid[row] = 0;
    observations.fill(0, row * cells, (row + 1) * cells);
    observations[row * cells + start * size + start] = 1;
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const { observations, rewards } = result;
    const { size, reward } = this.#room;
    const cells = size * size;
    const positions = this.#positions;
    const goals = this.#goals;
    const paid = this.#paid;
    observations.fill(0);
    for (let row = 0; row < this.size; row++) {
      const action = actions[row]!;
      const at = 2 * row;
      const x = Math.min(Math.max(positions[at]! + DX[action]!, 0), size - 1);
      const y = Math.min(Math.max(positions[at + 1]! + DY[action]!, 0), size - 1);
      positions[at] = x;
      positions[at + 1] = y;
      observations[row * cells + y * size + x] = 1;
      const isAtGoal = x === goals[at] && y === goals[at + 1];
      rewards[row] = isAtGoal && (reward === "always" || paid[row] === 0) ? 1 : 0;
      if (isAtGoal) paid[row] = 1;
    }
    result.terminated.fill(0);
    result.truncated.fill(0);
  }
}
