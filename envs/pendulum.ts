// A pendulum to swing up and hold: how strong gravity and the motor are is a matter of the task.
//
// docs/environments/pendulum.md describes the dynamics, their source and how they differ from it.

import {
  box,
  ConfigError,
  drawFactor,
  formatFixed,
  formatValue,
  renderStrips,
  unbatch,
} from "acclimate/env";
import type {
  BatchStepResult,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
  Trajectory,
} from "acclimate/env";

/** The physics of one pendulum. A type rather than an interface, which TypeScript would not take for JSON. */
export type PendulumTask = {
  /** In metres per second squared. */
  readonly gravity: number;
  /** By an action of 2, in newton metres. */
  readonly maxTorque: number;
};

/** What differs between the versions of {@link createPendulum}. */
export interface PendulumOptions {
  /** The part of the id after `pendulum@`. */
  readonly version: string;
  /** Longest episode, in steps. @defaultValue 200 */
  readonly horizon?: number;
  /** Gravity and torque lie between Gymnasium's divided by this factor and times it. @defaultValue 1.5 */
  readonly spread?: number;
}

const DEFAULT_HORIZON = 200;
const DEFAULT_SPREAD = 1.5;

/** Gymnasium's pendulum, which is in the middle of the tasks. */
const GRAVITY = 10;
const MAX_TORQUE = 2;

/** In kilograms and metres; the pendulum is a rod of this length. */
const MASS = 1;
const LENGTH = 1;

/** An action is cut off here, on both sides; Gymnasium's actions are torques. */
const MAX_ACTION = 2;

/** Seconds that a step lasts. */
const DT_SECONDS = 0.05;

/** The angular velocity is cut off here, in radians per second. */
const MAX_SPEED = 8;

/** Weights of the squared angular velocity and of the squared torque in the cost; that of the squared angle is 1. */
const SPEED_COST = 0.1;
const TORQUE_COST = 0.001;

/** The first angular velocity is uniform up to here, in both directions. */
const START_SPEED = 1;

/** Numbers of an observation: cosine and sine of the angle, and the angular velocity. */
const OBS = 3;

/**
 * Makes a version of the pendulum.
 * @throws {@link ConfigError} if `spread` is not a finite number from 1
 */
export function createPendulum(options: PendulumOptions): EnvironmentFamily<PendulumTask> {
  const { version, horizon = DEFAULT_HORIZON, spread = DEFAULT_SPREAD } = options;
  if (!(spread >= 1 && spread < Infinity)) {
    throw new ConfigError(
      `createPendulum.spread: must be a finite number >= 1, got ${formatValue(spread)}`,
    );
  }
  const high = [1, 1, MAX_SPEED];
  const family: EnvironmentFamily<PendulumTask> = {
    id: `pendulum@${version}`,
    observationSpace: box({ low: high.map((bound) => -bound), high }),
    actionSpace: box({ low: -MAX_ACTION, high: MAX_ACTION, shape: [1] }),
    horizon,
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        gravity: GRAVITY * drawFactor(rng, spread),
        maxTorque: MAX_TORQUE * drawFactor(rng, spread),
      })),
    createEnvironment: (task) => unbatch(family, new PendulumBatch([task])),
    createBatch: (tasks) => new PendulumBatch(tasks),
    render: (task, episodes) => render(task, episodes, horizon),
  };
  return family;
}

/** The built-in version. */
export const pendulumVaried1: EnvironmentFamily<PendulumTask> = createPendulum({
  version: "varied-1",
});

class PendulumBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #tasks: readonly PendulumTask[];
  /** `[size]`, 0 upright, not cut off at a full turn. */
  readonly #angles: Float64Array;
  /** `[size]` */
  readonly #speeds: Float64Array;

  constructor(tasks: readonly PendulumTask[]) {
    this.size = tasks.length;
    this.#tasks = tasks;
    this.#angles = new Float64Array(tasks.length);
    this.#speeds = new Float64Array(tasks.length);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#angles[row] = Math.PI * (2 * rng.uniform() - 1);
    this.#speeds[row] = START_SPEED * (2 * rng.uniform() - 1);
    this.#observe(row, observations);
  }

  step(
    actions: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    for (let row = 0; row < this.size; row++) {
      const { gravity, maxTorque } = this.#tasks[row]!;
      const torque = (maxTorque / MAX_ACTION) * clip(actions[row]!, MAX_ACTION);
      const angle = this.#angles[row]!;
      const speed = this.#speeds[row]!;
      const distance = toHalfTurn(angle);
      // The cost is of the state before the step.
      rewards[row] = -(
        distance * distance +
        SPEED_COST * speed * speed +
        TORQUE_COST * torque * torque
      );
      // A rod's moment of inertia about its end is m l² / 3, and gravity pulls in its middle.
      const acceleration =
        ((3 * gravity) / (2 * LENGTH)) * Math.sin(angle) + (3 / (MASS * LENGTH * LENGTH)) * torque;
      // Semi-implicit Euler: the new velocity moves the pendulum.
      const next = clip(speed + acceleration * DT_SECONDS, MAX_SPEED);
      this.#speeds[row] = next;
      this.#angles[row] = angle + next * DT_SECONDS;
      this.#observe(row, observations);
    }
    terminated.fill(0);
    truncated.fill(0);
  }

  #observe(row: number, observations: Float32Array): void {
    const angle = this.#angles[row]!;
    observations[OBS * row] = Math.cos(angle);
    observations[OBS * row + 1] = Math.sin(angle);
    observations[OBS * row + 2] = this.#speeds[row]!;
  }
}

function clip(value: number, bound: number): number {
  return Math.min(Math.max(value, -bound), bound);
}

/** The same angle in [-π, π), or off by rounding. */
function toHalfTurn(angle: number): number {
  return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
}

/** Shows the angle against time. */
function render(task: PendulumTask, episodes: readonly Trajectory[], horizon: number): string {
  const strips = renderStrips({
    episodes,
    horizon,
    valueOf: angleOf,
    range: [-Math.PI, Math.PI],
    labels: ["180°", "up 0°", "-180°"],
    decimals: 1,
    describeEnd: (observation) => `at ${formatFixed((angleOf(observation) * 180) / Math.PI, 1)}°`,
  });
  return [
    `gravity ${task.gravity.toFixed(2)} m/s², torque up to ${task.maxTorque.toFixed(2)} N m`,
    `the angle; ${strips}`,
  ].join("\n");
}

function angleOf([cos = 1, sin = 0]: readonly number[]): number {
  return Math.atan2(sin, cos);
}
