// Layer 3: the mean and standard deviation of what a random policy observes, for normalising observations by.

import { checkInteger } from "../../errors.ts";
import { createRandom } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { playInTurns, playRandomEpisode } from "../random-episode.ts";
import { requireBox } from "./require-box.ts";

/** Statistics of observations. */
export interface ObservationMoments {
  /** `[obs]` */
  readonly mean: readonly number[];
  /** `[obs]`, positive */
  readonly std: readonly number[];
}

/** What {@link observationMoments} plays. */
export interface ObservationMomentsOptions {
  /** Tasks that are drawn. */
  readonly tasks: number;
  /** Episodes of each task. */
  readonly episodes: number;
  /** Of the tasks, episodes and actions: a stream that nothing else draws from. */
  readonly seed: number;
}

/**
 * Measures observations in episodes with random actions: uncorrelated normal ones that put a standard deviation
 * between the centre of a bounded Box and its bounds.
 *
 * Counts each observation that an action answers, so not an episode's last, and 1000 steps of an episode at most. The
 * standard deviation is that of the sample, with division by the number of observations; an element that is the
 * same in all of them gets 1. The same seed gives the same numbers.
 *
 * @throws {@link ConfigError} if observations are not of a Box, or a number is not a positive integer
 */
export function observationMoments(
  family: EnvironmentFamily,
  options: ObservationMomentsOptions,
): ObservationMoments {
  const { tasks: count, episodes, seed } = options;
  const space = requireBox(
    `observationMoments: observations of ${family.id}`,
    family.observationSpace,
  );
  checkInteger("observationMoments.tasks", count, 1);
  checkInteger("observationMoments.episodes", episodes, 1);
  const rng = createRandom(seed).split("observation-moments");
  const size = space.low.length;
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  let n = 0;
  // Welford's recursion, which does not lose digits where the mean is far from 0.
  const add = (observation: readonly number[]): void => {
    n++;
    observation.forEach((element, i) => {
      const deviation = element - mean[i]!;
      mean[i]! += deviation / n;
      squares[i]! += deviation * (element - mean[i]!);
    });
  };
  for (const [t, task] of family.sampleTasks(rng.split("tasks"), count).entries()) {
    for (let e = 0; e < episodes; e++) {
      const environment = family.createEnvironment(task);
      const stream = rng.split("task", t, "episode", e);
      for (const { first, steps } of playInTurns([
        playRandomEpisode(family, environment, stream),
      ])) {
        add(first);
        for (const { observation } of steps.slice(0, -1)) add(observation);
      }
    }
  }
  return {
    mean: Array.from(mean),
    std: Array.from(squares, (sum) => (sum === 0 ? 1 : Math.sqrt(sum / n))),
  };
}
