// Layer 3: policies that need no training and do not adapt, to see what can be had in an environment without.

import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import type { Act } from "../rollout.ts";
import { elementSize, encodedSize } from "../spaces.ts";
import type { Box, Space } from "../spaces.ts";

/** A policy that chooses by the last observation and the step alone. */
export interface SimplePolicy {
  /** What it does, for messages. */
  readonly name: string;
  /** Begins episodes of any number of rows, all at the same step. */
  start(): Act;
}

/** Kinds of policies and how many there are of each, at most. */
const COUNTS = { constants: 24, sequences: 4, switches: 20, feedbacks: 16 };

/** Half widths from the centre of a Box that constant actions lie at, along each axis. */
const LEVELS = [0, 1, -1, 0.5, -0.5];

/** Standard deviations of feedback weights, in turns: observations may be small or large. */
const GAINS = [0.3, 1, 3, 10];

/** Lists {@link listFixedPolicies} and uniform random actions. @param share - as there */
export function listSimplePolicies(
  family: EnvironmentFamily,
  rng: Random,
  share = 1,
): readonly SimplePolicy[] {
  return [
    ...listFixedPolicies(family, rng, share),
    uniformPolicy(family.actionSpace, rng.split("uniform")),
  ];
}

/**
 * Lists policies whose actions depend on the observation and the step alone: constant actions, sequences of random
 * actions, switches from one action to another, and random linear feedback, which is tanh(W obs + b) scaled into a Box, or the largest of W obs + b for a choice.
 * @param share - of the policies of each kind, in (0, 1]
 */
export function listFixedPolicies(
  family: EnvironmentFamily,
  rng: Random,
  share = 1,
): readonly SimplePolicy[] {
  const { actionSpace, observationSpace, horizon } = family;
  const some = (count: number): number => Math.max(2, Math.round(count * share));
  const policies = listConstants(actionSpace, some(COUNTS.constants), rng.split("constant")).map(
    (action) => constantPolicy(actionSpace, action),
  );
  if (horizon > 1) {
    for (let i = 0; i < some(COUNTS.sequences); i++) {
      policies.push(sequencePolicy(actionSpace, i, rng.split("sequence", i)));
    }
    for (let i = 0; i < some(COUNTS.switches); i++) {
      policies.push(switchPolicy(family, i, rng.split("switch", i)));
    }
  }
  // Of a single state, feedback is a constant.
  if (encodedSize(observationSpace) > 1) {
    for (let i = 0; i < some(COUNTS.feedbacks); i++) {
      policies.push(feedbackPolicy(family, i, rng.split("feedback", i)));
    }
  }
  return policies;
}

/** Draws an action anew for each row and step. */
function uniformPolicy(space: Space, rng: Random): SimplePolicy {
  return {
    name: "uniform random actions",
    start: () => {
      const own = rng.split("episodes"); // the same whenever it starts
      return (_observations, _rngs, actions) => {
        const size = elementSize(space);
        for (let at = 0; at < actions.length; at += size) actions.set(drawUniform(space, own), at);
      };
    },
  };
}

function constantPolicy(space: Space, action: readonly number[]): SimplePolicy {
  const shown = action.map((element) => Number(element.toPrecision(3))).join(", ");
  return {
    name: space.kind === "discrete" ? `always action ${shown}` : `always action [${shown}]`,
    start: () => (_observations, _rngs, actions) => fillRows(actions, action),
  };
}

/** One sequence of actions in every episode. */
function sequencePolicy(space: Space, number: number, rng: Random): SimplePolicy {
  return {
    name: `random sequence ${number} of actions`,
    start: () => {
      const own = rng.split("actions");
      return (_observations, _rngs, actions) => fillRows(actions, drawUniform(space, own));
    },
  };
}

/** One action up to a step, and another from then on: in a plane, goes somewhere and stays there. */
function switchPolicy(
  { actionSpace, horizon }: EnvironmentFamily,
  number: number,
  rng: Random,
): SimplePolicy {
  const [before, after] = [drawUniform(actionSpace, rng), drawUniform(actionSpace, rng)];
  // Half of them end in the middle of a Box, which often is to do nothing.
  const last = actionSpace.kind === "box" && number % 2 === 0 ? centreOf(actionSpace) : after;
  const at = Math.round(horizon ** rng.uniform()); // short times are as likely as long ones
  return {
    name: `random switch ${number} of actions after step ${at}`,
    start: () => {
      let step = 0;
      return (_observations, _rngs, actions) => fillRows(actions, step++ < at ? before : last);
    },
  };
}

function feedbackPolicy(family: EnvironmentFamily, number: number, rng: Random): SimplePolicy {
  const { actionSpace, observationSpace } = family;
  const inputs = encodedSize(observationSpace);
  const outputs = encodedSize(actionSpace);
  /** `[obs, act]` */
  const weights = new Float64Array(inputs * outputs);
  const biases = new Float64Array(outputs);
  rng.split("weights").normals(weights);
  // Half of them know no direction of their own.
  if (number % 2 === 0) rng.split("biases").normals(biases);
  const gain = GAINS[Math.floor(number / 2) % GAINS.length]!;
  const values = new Float64Array(outputs);
  const evaluate = (observations: Float32Array, row: number): void => {
    values.set(biases);
    for (let j = 0; j < inputs; j++) {
      const observed = gain * observations[row * inputs + j]!;
      if (observed === 0) continue; // nearly all of a one-hot code
      for (let i = 0; i < outputs; i++) values[i]! += weights[j * outputs + i]! * observed;
    }
  };
  const act: Act = (observations, _rngs, actions) => {
    const size = elementSize(actionSpace);
    for (let row = 0; row < actions.length / size; row++) {
      evaluate(observations, row);
      if (actionSpace.kind === "discrete") {
        actions[row] = values.indexOf(Math.max(...values));
      } else {
        for (let i = 0; i < size; i++) {
          actions[row * size + i] = pointOf(actionSpace, i, Math.tanh(values[i]!));
        }
      }
    }
  };
  return { name: `random linear feedback ${number}`, start: () => act };
}

/** Lists constant actions: the choices, or points on a grid over a Box, the centre first. */
function listConstants(space: Space, count: number, rng: Random): readonly (readonly number[])[] {
  if (space.kind === "discrete") {
    return Array.from({ length: Math.min(space.n, count) }, (_, choice) => [choice]);
  }
  const size = space.low.length;
  const points = LEVELS.length ** size;
  const isGrid = points <= count + 1;
  return Array.from({ length: isGrid ? points : count }, (_, index) =>
    space.low.map((_bound, i) => {
      const digit = isGrid
        ? Math.floor(index / LEVELS.length ** i) % LEVELS.length
        : rng.integer(LEVELS.length);
      return pointOf(space, i, index === 0 ? 0 : LEVELS[digit]!);
    }),
  );
}

function centreOf(space: Box): readonly number[] {
  return space.low.map((_bound, i) => pointOf(space, i, 0));
}

/** The point of a Box at `direction` half widths from its centre, along one axis; of an unbounded one, `direction` itself. */
function pointOf({ low, high }: Box, i: number, direction: number): number {
  const [lower, upper] = [low[i]!, high[i]!];
  if (lower === -Infinity || upper === Infinity) {
    return Math.min(Math.max(direction, lower), upper);
  }
  return (lower + upper) / 2 + ((upper - lower) / 2) * direction;
}

function drawUniform(space: Space, rng: Random): readonly number[] {
  if (space.kind === "discrete") return [rng.integer(space.n)];
  return space.low.map((_bound, i) => pointOf(space, i, 2 * rng.uniform() - 1));
}

function fillRows(actions: Float32Array | Int32Array, action: readonly number[]): void {
  for (let at = 0; at < actions.length; at += action.length) actions.set(action, at);
}
