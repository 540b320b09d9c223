// Gaussian bandits: k arms whose rewards are normal around hidden means. One pull is one episode.
//
// docs/environments/gaussian-bandit.md describes the version, its source and how it differs from it.

import {
  ConfigError,
  discrete,
  EnvContractError,
  formatValue,
  renderArms,
  unbatch,
} from "acclimate/env";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate/env";

/** The mean reward of each arm. A type rather than an interface, which TypeScript would not take for JSON. */
export type GaussianBanditTask = { readonly means: readonly number[] };

/** What differs between the versions of {@link createGaussianBandit}. */
export interface GaussianBanditOptions {
  /** How many arms, at least 2. */
  readonly arms: number;
  /** The standard deviation of the means around 0, positive. @defaultValue 1 */
  readonly meanStd?: number;
  /** The standard deviation of a reward around its arm's mean, at least 0. @defaultValue 1 */
  readonly noiseStd?: number;
}

/** Both standard deviations of the testbed of Sutton and Barto 2018, section 2.3. */
const TESTBED_STD = 1;

/**
 * Makes a Gaussian bandit. Its version is the number of arms and the standard deviations that are not 1, as in
 * `gaussian-bandit@k10` and `gaussian-bandit@k5-noise0.1`.
 * @throws {@link ConfigError} if an option is out of range
 */
export function createGaussianBandit(
  options: GaussianBanditOptions,
): EnvironmentFamily<GaussianBanditTask> {
  const { arms, meanStd = TESTBED_STD, noiseStd = TESTBED_STD } = options;
  checkOption("arms: must be an integer >= 2", arms, Number.isSafeInteger(arms) && arms >= 2);
  checkOption("meanStd: must be a positive number", meanStd, isFinite(meanStd) && meanStd > 0);
  checkOption("noiseStd: must be a number >= 0", noiseStd, isFinite(noiseStd) && noiseStd >= 0);
  const version =
    `k${arms}` +
    (meanStd === TESTBED_STD ? "" : `-mean${meanStd}`) +
    (noiseStd === TESTBED_STD ? "" : `-noise${noiseStd}`);
  const family: EnvironmentFamily<GaussianBanditTask> = {
    id: `gaussian-bandit@${version}`,
    observationSpace: discrete(1),
    actionSpace: discrete(arms),
    horizon: 1,
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        means: Array.from({ length: arms }, () => meanStd * rng.normal()),
      })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch: (tasks) => createBatch(tasks),
    optimalReturn: ({ means }) => Math.max(...means),
    render: ({ means }, episodes) => renderArms({ means, meanWidth: 7, episodes }),
  };
  const createBatch = (tasks: readonly GaussianBanditTask[]): EnvironmentBatch => {
    for (const { means } of tasks) {
      if (means.length === arms) continue;
      throw new EnvContractError(
        `${family.id} task: means must have ${arms} elements, got ${formatValue(means)}`,
      );
    }
    return new GaussianBanditBatch(tasks, arms, noiseStd);
  };
  return family;
}

function checkOption(condition: string, value: number, holds: boolean): void {
  if (holds) return;
  throw new ConfigError(`createGaussianBandit.${condition}, got ${formatValue(value)}`);
}

/** The 10-armed testbed of Sutton and Barto 2018. */
export const gaussianBanditK10: EnvironmentFamily<GaussianBanditTask> = createGaussianBandit({
  arms: 10,
});

class GaussianBanditBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #arms: number;
  readonly #noiseStd: number;
  /** `[size, arms]` */
  readonly #means: Float64Array;
  readonly #rngs: Random[] = [];

  constructor(tasks: readonly GaussianBanditTask[], arms: number, noiseStd: number) {
    this.size = tasks.length;
    this.#arms = arms;
    this.#noiseStd = noiseStd;
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
      const mean = this.#means[i * this.#arms + pulled[i]!]!;
      rewards[i] = mean + this.#noiseStd * this.#rngs[i]!.normal();
    }
    observations.fill(1);
    terminated.fill(1);
    truncated.fill(0);
  }
}
