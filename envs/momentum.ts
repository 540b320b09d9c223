// A point with velocity is pushed to a goal: neither the goal nor the point's mass, by which a push tells, is observed.
//
// docs/environments/momentum.md describes the dynamics.

import { box, ConfigError, formatValue, renderPlane, unbatch } from "acclimate/env";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate/env";

/** Where to go, and how heavy the point is. A type rather than an interface, which TypeScript would not take for JSON. */
export type MomentumTask = {
  readonly goal: readonly [number, number];
  /** In kilograms. */
  readonly mass: number;
};

/** What differs between the versions of {@link createMomentum}. */
export interface MomentumOptions {
  /** The part of the id after `momentum@`. */
  readonly version: string;
  /** The least and the greatest mass in kilograms, at least 0.1; masses are uniform between. @defaultValue `[0.5, 2]` */
  readonly masses?: readonly [number, number];
}

const DEFAULT_MASSES: readonly [number, number] = [0.5, 2];

/** Seconds that a step lasts. */
const DT_SECONDS = 0.1;

/** The force along an axis by an action of 1, which is the strongest, in newtons. */
const MAX_FORCE = 1;

/** The force against the motion, in newtons for each metre per second. With it no speed along an axis exceeds 1 m/s. */
const DRAG = 1;

/** With a smaller mass, drag would turn the velocity round within a step: DT_SECONDS · DRAG / mass must be at most 1. */
const LEAST_MASS = DT_SECONDS * DRAG;

/** Goals are uniform in the square of this half width around the origin, in metres. */
const GOAL_RANGE = 0.5;

/** Longest episode, in steps. */
const HORIZON = 100;

/** What pictures show of each axis: the goals and some room around them. */
const DRAWN: readonly [number, number] = [-0.7, 0.7];

/**
 * Makes a version of the point with momentum.
 * @throws {@link ConfigError} if the masses are too small or not ascending
 */
export function createMomentum(options: MomentumOptions): EnvironmentFamily<MomentumTask> {
  const { version, masses = DEFAULT_MASSES } = options;
  const [lightest, heaviest] = masses;
  if (!(lightest >= LEAST_MASS && lightest <= heaviest && heaviest < Infinity)) {
    throw new ConfigError(
      `createMomentum.masses: must be a finite range from ${LEAST_MASS} or more, got ${formatValue(masses)}`,
    );
  }
  const family: EnvironmentFamily<MomentumTask> = {
    id: `momentum@${version}`,
    observationSpace: box({ shape: [4] }),
    actionSpace: box({ low: -1, high: 1, shape: [2] }),
    horizon: HORIZON,
    plane: { axes: [0, 1], range: DRAWN, goal: (task) => task.goal },
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        goal: [drawGoal(rng), drawGoal(rng)] as const,
        mass: lightest + (heaviest - lightest) * rng.uniform(),
      })),
    createEnvironment: (task) => unbatch(family, new MomentumBatch([task])),
    createBatch: (tasks) => new MomentumBatch(tasks),
    render: ({ goal, mass }, episodes) =>
      renderPlane({ range: DRAWN, goal, episodes, key: [`mass ${mass.toFixed(2)} kg`] }),
  };
  return family;
}

/** The built-in version. */
export const momentum1: EnvironmentFamily<MomentumTask> = createMomentum({ version: "1" });

function drawGoal(rng: Random): number {
  return GOAL_RANGE * (2 * rng.uniform() - 1);
}

/** Numbers of an environment's state, which is its observation: x, y and their velocities. */
const STATE = 4;

class MomentumBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #tasks: readonly MomentumTask[];
  /** `[size, 4]` */
  readonly #states: Float64Array;

  constructor(tasks: readonly MomentumTask[]) {
    this.size = tasks.length;
    this.#tasks = tasks;
    this.#states = new Float64Array(STATE * tasks.length);
  }

  reset(row: number, _rng: Random, observations: Float32Array): void {
    this.#states.fill(0, STATE * row, STATE * (row + 1));
    observations.fill(0, STATE * row, STATE * (row + 1));
  }

  step(
    actions: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    const states = this.#states;
    for (let row = 0; row < this.size; row++) {
      const { goal, mass } = this.#tasks[row]!;
      let squaredDistance = 0;
      for (let axis = 0; axis < 2; axis++) {
        const position = STATE * row + axis;
        const velocity = position + 2;
        const force = MAX_FORCE * Math.min(Math.max(actions[2 * row + axis]!, -1), 1);
        // Semi-implicit Euler: the new velocity moves the point.
        states[velocity]! += (DT_SECONDS * (force - DRAG * states[velocity]!)) / mass;
        states[position]! += DT_SECONDS * states[velocity]!;
        observations[position] = states[position]!;
        observations[velocity] = states[velocity]!;
        squaredDistance += (states[position]! - goal[axis]!) ** 2;
      }
      rewards[row] = -Math.sqrt(squaredDistance);
    }
    terminated.fill(0);
    truncated.fill(0);
  }
}
