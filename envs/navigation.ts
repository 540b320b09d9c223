// 2D navigation: a point walks from the origin to a goal that it does not observe, so that only adapting finds it.
//
// docs/environments/navigation.md describes both versions, their sources and how they differ from them.

import { box, EnvContractError, formatValue, renderPlane } from "acclimate/env";
import type {
  BatchStepResult,
  Environment,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
  StepResult,
} from "acclimate/env";

/** Where the point has to go. A type rather than an interface, which TypeScript would not take for JSON. */
export type NavigationTask = { readonly goal: readonly [number, number] };

/** What differs between the versions of {@link createNavigation}. */
export interface NavigationOptions {
  /** The part of the id after `navigation@`. */
  readonly version: string;
  /** How far an action of 1 moves the point, before clipping. */
  readonly actionScale: number;
  /** The precision that positions are kept in. */
  readonly positions: "float32" | "float64";
}

/** Farthest move along each axis in one step. */
const MAX_MOVE = 0.1;

/** The point has arrived when it is nearer than this along each axis. */
const GOAL_TOLERANCE = 0.01;

/** What pictures show of each axis: the goals and some room around them. */
const DRAWN: readonly [number, number] = [-0.7, 0.7];

/** Goals are uniform in the square of this half width around the origin. */
const GOAL_RANGE = 0.5;

/** Longest episode, in steps. */
const HORIZON = 100;

/** Makes a version of 2D navigation. */
export function createNavigation(options: NavigationOptions): EnvironmentFamily<NavigationTask> {
  const { version, actionScale, positions } = options;
  const id = `navigation@${version}`;
  const positionArray = positions === "float32" ? Float32Array : Float64Array;
  const maxMove = positions === "float32" ? Math.fround(MAX_MOVE) : MAX_MOVE;
  const motion = { actionScale, maxMove };
  return {
    id,
    observationSpace: box({ shape: [2] }),
    actionSpace: box({ low: -MAX_MOVE / actionScale, high: MAX_MOVE / actionScale, shape: [2] }),
    horizon: HORIZON,
    plane: { axes: [0, 1], range: DRAWN, goal: (task) => task.goal },
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({ goal: [sampleGoal(rng), sampleGoal(rng)] as const })),
    createEnvironment: ({ goal }) => new Navigation(id, goal, new positionArray(2), motion),
    createBatch: (tasks) => new NavigationBatch(tasks, new positionArray(2 * tasks.length), motion),
    render: ({ goal }, episodes) => renderPlane({ range: DRAWN, goal, episodes }),
  };
}

/** The version behind figure 4 of Finn et al. 2017. */
export const navigationMaml2017: EnvironmentFamily<NavigationTask> = createNavigation({
  version: "maml2017",
  actionScale: MAX_MOVE,
  positions: "float64",
});

/** The version of tristandeleu/pytorch-maml-rl. */
export const navigationPytorchMamlRl: EnvironmentFamily<NavigationTask> = createNavigation({
  version: "pytorch-maml-rl",
  actionScale: 1,
  positions: "float32",
});

/** All versions, the paper's first. */
export const navigation: readonly EnvironmentFamily<NavigationTask>[] = [
  navigationMaml2017,
  navigationPytorchMamlRl,
];

function sampleGoal(rng: Random): number {
  return GOAL_RANGE * (2 * rng.uniform() - 1);
}

/** How an action becomes a move. */
interface Motion {
  readonly actionScale: number;
  readonly maxMove: number;
}

/** How far an action moves the point along one axis. */
function moveOf(action: number, { actionScale, maxMove }: Motion): number {
  return Math.min(Math.max(action * actionScale, -maxMove), maxMove);
}

/** Minus the distance to the goal. */
function rewardAt(dx: number, dy: number): number {
  return -Math.sqrt(dx * dx + dy * dy);
}

function hasArrived(dx: number, dy: number): boolean {
  return Math.abs(dx) < GOAL_TOLERANCE && Math.abs(dy) < GOAL_TOLERANCE;
}

/** Numbers of the precision that a version keeps positions in: what is stored is rounded to it. */
type Positions = Float32Array | Float64Array;

class Navigation implements Environment {
  readonly #id: string;
  readonly #goal: readonly [number, number];
  readonly #position: Positions;
  readonly #motion: Motion;

  constructor(id: string, goal: readonly [number, number], position: Positions, motion: Motion) {
    this.#id = id;
    this.#goal = goal;
    this.#position = position;
    this.#motion = motion;
  }

  reset(): Positions {
    return this.#position.fill(0).slice();
  }

  step(action: ArrayLike<number> | number): StepResult {
    if (typeof action === "number" || action.length !== 2) {
      throw new EnvContractError(
        `${this.#id} step: action must have 2 elements, got ${formatValue(action)}`,
      );
    }
    const position = this.#position;
    position[0]! += moveOf(action[0]!, this.#motion);
    position[1]! += moveOf(action[1]!, this.#motion);
    const dx = position[0]! - this.#goal[0];
    const dy = position[1]! - this.#goal[1];
    return {
      observation: position.slice(),
      reward: rewardAt(dx, dy),
      terminated: hasArrived(dx, dy),
      truncated: false,
    };
  }
}

class NavigationBatch implements EnvironmentBatch {
  readonly size: number;
  /** `[size, 2]` */
  readonly #goals: Float64Array;
  /** `[size, 2]` */
  readonly #positions: Positions;
  readonly #motion: Motion;

  constructor(tasks: readonly NavigationTask[], positions: Positions, motion: Motion) {
    this.size = tasks.length;
    this.#goals = Float64Array.from(tasks.flatMap((task) => task.goal));
    this.#positions = positions;
    this.#motion = motion;
  }

  reset(row: number, _rng: Random, observations: Float32Array): void {
    this.#positions.fill(0, 2 * row, 2 * row + 2);
    observations.fill(0, 2 * row, 2 * row + 2);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const { observations, rewards, terminated, truncated } = result;
    const positions = this.#positions;
    const goals = this.#goals;
    const motion = this.#motion;
    for (let i = 0; i < this.size; i++) {
      const x = 2 * i;
      const y = x + 1;
      positions[x]! += moveOf(actions[x]!, motion);
      positions[y]! += moveOf(actions[y]!, motion);
      const dx = positions[x]! - goals[x]!;
      const dy = positions[y]! - goals[y]!;
      observations[x] = positions[x]!;
      observations[y] = positions[y]!;
      rewards[i] = rewardAt(dx, dy);
      terminated[i] = hasArrived(dx, dy) ? 1 : 0;
    }
    truncated.fill(0);
  }
}
