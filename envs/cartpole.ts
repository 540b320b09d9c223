// A pole to balance on a cart: how heavy both are, how long the pole is, and which of the two actions pushes to which
// side are a matter of the task.
//
// docs/environments/cartpole.md describes the dynamics, their source and how they differ from it.

import {
  box,
  ConfigError,
  discrete,
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

/** The physics of one cart. A type rather than an interface, which TypeScript would not take for JSON. */
export type CartpoleTask = {
  /** In kilograms. */
  readonly cartMass: number;
  /** In kilograms. */
  readonly poleMass: number;
  /** From the joint to the pole's centre of mass, in metres. */
  readonly halfLength: number;
  /** What action 1 pushes with, in newtons, and action 0 the other way: to the right, or where negative to the left. */
  readonly force: number;
};

/** What differs between the versions of {@link createCartpole}. */
export interface CartpoleOptions {
  /** The part of the id after `cartpole@`. */
  readonly version: string;
  /** Longest episode, in steps. @defaultValue 200, that of CartPole-v0 */
  readonly horizon?: number;
  /**
   * Masses and lengths lie between Gymnasium's divided by this factor and times it, from 1 to 2.
   * @defaultValue 2
   */
  readonly spread?: number;
}

const DEFAULT_HORIZON = 200;
const MAX_SPREAD = 2;

/** Gymnasium's cart, which is in the middle of the tasks. */
const CART_MASS = 1;
const POLE_MASS = 0.1;
const HALF_LENGTH = 0.5;
const FORCE = 10;

/** In metres per second squared. */
const GRAVITY = 9.8;

/** Seconds that a step lasts. */
const DT_SECONDS = 0.02;

/** An episode is over where the cart is farther from the middle, in metres, or the pole from upright, in radians. */
const MAX_POSITION = 2.4;
const MAX_ANGLE = (12 * Math.PI) / 180;

/** Each number of the first state is uniform up to here, in both directions. */
const START_RANGE = 0.05;

/** Numbers of a state: position, velocity, angle and angular velocity. */
const STATE = 4;

/**
 * Makes a version of the cart and pole.
 * @throws {@link ConfigError} if `spread` is not from 1 to 2, for which the optimal return is known
 */
export function createCartpole(options: CartpoleOptions): EnvironmentFamily<CartpoleTask> {
  const { version, horizon = DEFAULT_HORIZON, spread = MAX_SPREAD } = options;
  if (!(spread >= 1 && spread <= MAX_SPREAD)) {
    throw new ConfigError(
      `createCartpole.spread: must be a number from 1 to ${MAX_SPREAD}, got ${formatValue(spread)}`,
    );
  }
  // Twice the limits, so that the observation that ends an episode lies within.
  const high = [2 * MAX_POSITION, Infinity, 2 * MAX_ANGLE, Infinity];
  const family: EnvironmentFamily<CartpoleTask> = {
    id: `cartpole@${version}`,
    observationSpace: box({ low: high.map((bound) => -bound), high }),
    actionSpace: discrete(2),
    horizon,
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        cartMass: CART_MASS * drawFactor(rng, spread),
        poleMass: POLE_MASS * drawFactor(rng, spread),
        halfLength: HALF_LENGTH * drawFactor(rng, spread),
        force: rng.uniform() < 0.5 ? -FORCE : FORCE,
      })),
    createEnvironment: (task) => unbatch(family, new CartpoleBatch([task])),
    createBatch: (tasks) => new CartpoleBatch(tasks),
    // A step earns 1 and no more, and in every task that is drawn there is a way not to fall.
    optimalReturn: () => horizon,
    render: (task, episodes) => render(task, episodes, horizon),
  };
  return family;
}

/** The built-in version. */
export const cartpoleVaried1: EnvironmentFamily<CartpoleTask> = createCartpole({
  version: "varied-1",
});

class CartpoleBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #tasks: readonly CartpoleTask[];
  /** `[size, 4]` */
  readonly #states: Float64Array;

  constructor(tasks: readonly CartpoleTask[]) {
    this.size = tasks.length;
    this.#tasks = tasks;
    this.#states = new Float64Array(STATE * tasks.length);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    for (let i = STATE * row; i < STATE * (row + 1); i++) {
      observations[i] = this.#states[i] = START_RANGE * (2 * rng.uniform() - 1);
    }
  }

  step(
    actions: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    const states = this.#states;
    for (let row = 0; row < this.size; row++) {
      const { cartMass, poleMass, halfLength, force } = this.#tasks[row]!;
      const push = actions[row] === 1 ? force : -force;
      const at = STATE * row;
      const velocity = states[at + 1]!;
      const angle = states[at + 2]!;
      const spin = states[at + 3]!;
      const mass = cartMass + poleMass;
      const sin = Math.sin(angle);
      const cos = Math.cos(angle);
      // With M = cartMass + poleMass, m = poleMass, l = halfLength, and a rod's moment of inertia 4/3 m l² about its end:
      //   M x'' + m l cos θ θ'' = push + m l θ'² sin θ
      //   m l cos θ x'' + 4/3 m l² θ'' = m g l sin θ
      const drive = (push + poleMass * halfLength * spin * spin * sin) / mass;
      const angular =
        (GRAVITY * sin - cos * drive) / (halfLength * (4 / 3 - (poleMass * cos * cos) / mass));
      const linear = drive - (poleMass * halfLength * angular * cos) / mass;
      // Explicit Euler: the old velocities move the cart and the pole.
      const position = (states[at]! += DT_SECONDS * velocity);
      states[at + 1] = velocity + DT_SECONDS * linear;
      const tilt = (states[at + 2] = angle + DT_SECONDS * spin);
      states[at + 3] = spin + DT_SECONDS * angular;
      for (let i = at; i < at + STATE; i++) observations[i] = states[i]!;
      rewards[row] = 1;
      terminated[row] = Math.abs(position) > MAX_POSITION || Math.abs(tilt) > MAX_ANGLE ? 1 : 0;
    }
    truncated.fill(0);
  }
}

/** Shows the angle of the pole against time. */
function render(task: CartpoleTask, episodes: readonly Trajectory[], horizon: number): string {
  const { cartMass, poleMass, halfLength, force } = task;
  const side = force > 0 ? "right" : "left";
  const strips = renderStrips({
    episodes,
    horizon,
    valueOf: ([, , angle = 0]) => angle,
    range: [-MAX_ANGLE, MAX_ANGLE],
    labels: ["12°", "0°", "-12°"],
    decimals: 0,
    describeEnd: ([position = 0, , angle = 0]) =>
      `at ${formatFixed(toDegrees(angle), 1)}°, cart at ${formatFixed(position, 2)} m`,
  });
  return [
    `cart ${cartMass.toFixed(2)} kg, pole ${poleMass.toFixed(3)} kg, ${(2 * halfLength).toFixed(2)} m long; action 1 pushes ${side}`,
    `the pole's angle; ${strips}`,
  ].join("\n");
}

function toDegrees(angle: number): number {
  return (angle * 180) / Math.PI;
}
