// Bernoulli bandits: k arms that pay 1 or 0, each with a hidden probability. One pull is one episode.
//
// docs/environments/bernoulli-bandit.md describes the versions, their source and how they differ from it.

import {
  asTrials,
  ConfigError,
  discrete,
  EnvContractError,
  formatValue,
  unbatch,
} from "acclimate/env";
import type {
  BatchStepResult,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
  Trajectory,
} from "acclimate/env";

/** The probability that each arm pays. A type rather than an interface, which TypeScript would not take for JSON. */
export type BernoulliBanditTask = { readonly means: readonly number[] };

/** What differs between the versions of {@link createBernoulliBandit}. */
export interface BernoulliBanditOptions {
  /** How many arms, at least 2. */
  readonly arms: number;
}

/** Makes the Bernoulli bandit of a number of arms. @throws {@link ConfigError} if there are fewer than 2 */
export function createBernoulliBandit({
  arms,
}: BernoulliBanditOptions): EnvironmentFamily<BernoulliBanditTask> {
  if (!Number.isSafeInteger(arms) || arms < 2) {
    throw new ConfigError(
      `createBernoulliBandit.arms: must be an integer >= 2, got ${formatValue(arms)}`,
    );
  }
  const family: EnvironmentFamily<BernoulliBanditTask> = {
    id: `bernoulli-bandit@k${arms}`,
    observationSpace: discrete(1),
    actionSpace: discrete(arms),
    horizon: 1,
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        means: Array.from({ length: arms }, () => rng.uniform()),
      })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch: (tasks) => createBatch(tasks),
    optimalReturn: ({ means }) => Math.max(...means),
    render,
  };
  const createBatch = (tasks: readonly BernoulliBanditTask[]): EnvironmentBatch => {
    for (const { means } of tasks) {
      if (means.length === arms) continue;
      throw new EnvContractError(
        `${family.id} task: means must have ${arms} elements, got ${formatValue(means)}`,
      );
    }
    return new BernoulliBanditBatch(tasks, arms);
  };
  return family;
}

/** 5 arms, the smallest bandit of Duan et al. 2016, table 1. */
export const bernoulliBanditK5: EnvironmentFamily<BernoulliBanditTask> = createBernoulliBandit({
  arms: 5,
});

/** 10 arms, the second bandit of that table. */
export const bernoulliBanditK10: EnvironmentFamily<BernoulliBanditTask> = createBernoulliBandit({
  arms: 10,
});

/** 50 arms, the largest bandit of that table. */
export const bernoulliBanditK50: EnvironmentFamily<BernoulliBanditTask> = createBernoulliBandit({
  arms: 50,
});

/** The pulls of a trial, all of Duan et al. 2016, table 1. */
const TRIAL_PULLS = [10, 100, 500];

/** The nine settings of that table in the protocol of RL²: trials of 10, 100 and 500 pulls of each bandit. */
export const bernoulliBanditTrials: readonly EnvironmentFamily<BernoulliBanditTask>[] =
  TRIAL_PULLS.flatMap((episodes) =>
    [bernoulliBanditK5, bernoulliBanditK10, bernoulliBanditK50].map((bandit) =>
      asTrials(bandit, { episodes }),
    ),
  );

class BernoulliBanditBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #arms: number;
  /** `[size, arms]` */
  readonly #means: Float64Array;
  readonly #rngs: Random[] = [];

  constructor(tasks: readonly BernoulliBanditTask[], arms: number) {
    this.size = tasks.length;
    this.#arms = arms;
    this.#means = Float64Array.from(tasks.flatMap((task) => task.means));
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#rngs[row] = rng;
    observations[row] = 1;
  }

  step(
    pulled: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    for (let i = 0; i < this.size; i++) {
      rewards[i] = this.#rngs[i]!.uniform() < this.#means[i * this.#arms + pulled[i]!]! ? 1 : 0;
    }
    observations.fill(1);
    terminated.fill(1);
    truncated.fill(0);
  }
}

/** Arms that a picture shows; the others are those that were pulled least. */
const SHOWN_ARMS = 12;

/** Longest bar of a picture, in characters. */
const BAR_WIDTH = 40;

/** Shows what was pulled: a line an arm, and whether the best arm was found. */
function render({ means }: BernoulliBanditTask, episodes: readonly Trajectory[]): string {
  const pulls = episodes.flatMap(({ actions }) => actions.map(([arm = 0]) => arm));
  const rewards = episodes.flatMap((episode) => episode.rewards);
  const best = means.indexOf(Math.max(...means));
  const arms = means.map((mean, arm) => ({ arm, mean, pulls: 0, total: 0 }));
  pulls.forEach((arm, pull) => {
    arms[arm]!.pulls++;
    arms[arm]!.total += rewards[pull]!;
  });
  const mostPulls = Math.max(...arms.map((arm) => arm.pulls));
  const shown = arms
    .toSorted((a, b) => Number(b.arm === best) - Number(a.arm === best) || b.pulls - a.pulls)
    .slice(0, SHOWN_ARMS)
    .sort((a, b) => a.arm - b.arm);
  const lines = shown.map(({ arm, mean, pulls, total }) => {
    const bar = "#".repeat(Math.ceil((pulls * BAR_WIDTH) / Math.max(mostPulls, BAR_WIDTH)));
    const mark = arm === best ? "*" : " ";
    return `${String(arm).padStart(3)}  ${mean.toFixed(3)}${mark}  ${String(pulls).padStart(5)}  ${formatMean(total, pulls)}  ${bar}`;
  });
  const hidden = means.length - shown.length;
  const pullsShown = shown.reduce((sum, arm) => sum + arm.pulls, 0);
  const half = Math.floor(pulls.length / 2);
  const pullsOfBest = (begin: number, end: number): number =>
    pulls.slice(begin, end).filter((arm) => arm === best).length;
  const total = rewards.reduce((sum, reward) => sum + reward, 0);
  return [
    "arm   mean   pulls  mean reward",
    ...lines,
    ...(hidden > 0 ? [`${hidden} other arms: ${pulls.length - pullsShown} pulls`] : []),
    `all          ${String(pulls.length).padStart(5)}  ${formatMean(total, pulls.length)}`,
    `best arm (*): ${pullsOfBest(0, half)} of the first ${half} pulls, ${pullsOfBest(half, pulls.length)} of the last ${pulls.length - half}`,
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}

function formatMean(total: number, count: number): string {
  return (count === 0 ? "-" : (total / count).toFixed(3)).padStart(11);
}
