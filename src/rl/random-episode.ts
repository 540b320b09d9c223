// Layer 3: single episodes played with random actions, for checking environments.

import { formatValue } from "../errors.ts";
import type { Random } from "../random.ts";
import type { Environment, EnvironmentFamily, StepResult } from "./environment.ts";
import type { Space } from "./spaces.ts";

/** What one episode showed, copied out of the environment. */
export interface RandomEpisode {
  /** The first observation; a Discrete one as an array of one element. */
  readonly first: readonly number[];
  readonly steps: readonly RandomStep[];
}

/** One step of a {@link RandomEpisode}. */
export interface RandomStep extends Omit<StepResult, "observation" | "info"> {
  readonly observation: readonly number[];
}

/** Longest random episode: enough for an end to come, short enough to check an environment in seconds. */
export const MAX_STEPS = 1000;

/** What {@link playEpisode} plays. */
export interface EpisodePlay {
  readonly environment: Environment;
  /** The environment's stream. */
  readonly stream: Random;
  /** Chooses an action, by an observation as {@link RandomStep} has it. */
  readonly act: (observation: readonly number[]) => Float32Array | number;
  /** Steps after which it is broken off. @defaultValue 1000 */
  readonly maxSteps?: number;
}

/**
 * Plays an episode, one step for each `next()` after the first, which begins it, so that several can be played in turns.
 * Ends at the environment's own end, at its horizon, or after `maxSteps`.
 */
export function* playEpisode(
  family: EnvironmentFamily,
  { environment, stream, act, maxSteps = MAX_STEPS }: EpisodePlay,
): Generator<undefined, RandomEpisode> {
  const first = toArray(environment.reset(stream));
  const steps: RandomStep[] = [];
  while (steps.length < Math.min(family.horizon, maxSteps)) {
    yield;
    const action = act(steps.at(-1)?.observation ?? first);
    const { observation, reward, terminated, truncated } = environment.step(action);
    steps.push({ observation: toArray(observation), reward, terminated, truncated });
    if (terminated || truncated) break;
  }
  return { first, steps };
}

/**
 * Plays an episode with random actions, as {@link playEpisode} does.
 * @param stream - where the environment and the actions draw from, by two children
 * @param maxSteps - as there
 */
export function playRandomEpisode(
  family: EnvironmentFamily,
  environment: Environment,
  stream: Random,
  maxSteps = MAX_STEPS,
): Generator<undefined, RandomEpisode> {
  const actions = stream.split("action");
  return playEpisode(family, {
    environment,
    stream: stream.split("environment"),
    act: () => drawAction(family.actionSpace, actions),
    maxSteps,
  });
}

/** Plays episodes in turns, a step each, until all have ended. */
export function playInTurns(
  episodes: readonly Generator<undefined, RandomEpisode>[],
): readonly RandomEpisode[] {
  const finished = new Array<RandomEpisode | undefined>(episodes.length);
  while (finished.includes(undefined)) {
    for (const [i, episode] of episodes.entries()) {
      if (finished[i] !== undefined) continue;
      const turn = episode.next();
      if (turn.done === true) finished[i] = turn.value;
    }
  }
  return finished.filter((episode) => episode !== undefined);
}

/** Tells whether an episode came to an end: the environment's own, or the clock's at the horizon. */
export function hasEnded(family: EnvironmentFamily, { steps }: RandomEpisode): boolean {
  const last = steps.at(-1);
  return steps.length === family.horizon || last?.terminated === true || last?.truncated === true;
}

/** Says where two episodes first differ, bit for bit; undefined if nowhere. */
export function findEpisodeDifference(a: RandomEpisode, b: RandomEpisode): string | undefined {
  if (!same(a.first, b.first)) {
    return `the first observation is ${formatValue(a.first)} and ${formatValue(b.first)}`;
  }
  for (let step = 0; step < Math.max(a.steps.length, b.steps.length); step++) {
    const [one, other] = [a.steps[step], b.steps[step]];
    if (one === undefined || other === undefined) {
      return `one ends after ${Math.min(a.steps.length, b.steps.length)} steps, the other does not`;
    }
    for (const key of ["observation", "reward", "terminated", "truncated"] as const) {
      if (same(one[key], other[key])) continue;
      return `${key} of step ${step} is ${formatValue(one[key])} and ${formatValue(other[key])}`;
    }
  }
  return undefined;
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((element, i) => Object.is(element, b[i]));
}

/** Draws an action as a Gaussian policy would: about a third of a bounded Box's elements lie outside of its bounds. */
export function drawAction(space: Space, rng: Random): Float32Array | number {
  if (space.kind === "discrete") return rng.integer(space.n);
  return Float32Array.from(space.low, (low, i) => {
    const high = space.high[i] ?? Infinity;
    const noise = rng.normal();
    return low > -Infinity && high < Infinity
      ? (low + high) / 2 + ((high - low) / 2) * noise
      : noise;
  });
}

function toArray(observation: ArrayLike<number> | number): readonly number[] {
  return typeof observation === "number" ? [observation] : Array.from(observation);
}
