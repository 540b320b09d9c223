// Bernoulli bandits: k arms that pay 1 or 0, each with a hidden probability. One pull is one episode.
//
// docs/environments/bernoulli-bandit.md describes the versions, their source and how they differ from it.

import {
  asTrials,
  ConfigError,
  discrete,
  EnvContractError,
  formatValue,
  renderArms,
  unbatch,
} from "acclimate/env";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate/env";

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
    render: ({ means }, episodes) => renderArms({ means, meanWidth: 5, episodes }),
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
