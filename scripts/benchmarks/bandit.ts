// A problem that is small in every way, to measure what an outer step costs besides arithmetic: 20 Bernoulli bandits of 5
// arms, 100 episodes of one step each, a policy with two layers of 32 units, TRPO with 10 conjugate gradient iterations.
//
//   npm run acclimate -- bench scripts/benchmarks/bandit.ts

import { box, defineExperiment, discrete, maml } from "acclimate";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily, Random } from "acclimate";

const ARMS = 5;

/** The probability of a reward for each arm. */
type BanditTask = { readonly means: readonly number[] };

/** Bernoulli bandits with means from U[0, 1]; an episode is one pull, of which nothing is observed before. */
const bandit: EnvironmentFamily<BanditTask> = {
  id: "benchmark-bandit@1",
  observationSpace: box({ low: 0, high: 1, shape: [1] }),
  actionSpace: discrete(ARMS),
  horizon: 1,
  sampleTasks: (rng, count) =>
    Array.from({ length: count }, () => ({
      means: Array.from({ length: ARMS }, () => rng.uniform()),
    })),
  createEnvironment: ({ means }) => {
    let random: Random | undefined;
    return {
      reset(rng) {
        random = rng;
        return [0];
      },
      step: (arm) => ({
        observation: [0],
        reward: pull(means, arm as number, random as Random),
        terminated: true,
        truncated: false,
      }),
    };
  },
  createBatch: (tasks) => new BanditBatch(tasks),
};

class BanditBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #tasks: readonly BanditTask[];
  readonly #rngs: Random[] = [];

  constructor(tasks: readonly BanditTask[]) {
    this.size = tasks.length;
    this.#tasks = tasks;
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#rngs[row] = rng;
    observations[row] = 0;
  }

  step(arms: Float32Array | Int32Array, result: BatchStepResult): void {
    result.observations.fill(0);
    result.terminated.fill(1);
    result.truncated.fill(0);
    for (let i = 0; i < this.size; i++) {
      result.rewards[i] = pull(this.#tasks[i]!.means, arms[i]!, this.#rngs[i]!);
    }
  }
}

function pull(means: readonly number[], arm: number, rng: Random): number {
  return Number(rng.uniform() < means[arm]!);
}

export default defineExperiment({
  name: "bandit-benchmark",
  description: "what an outer step costs besides arithmetic",
  environments: [bandit],
  learner: maml,
  presets: {
    default: {
      outerSteps: 100,
      metaBatchSize: 20,
      policy: { hiddenSizes: [32, 32], activation: "tanh" },
      inner: { learningRate: 0.1, episodesPerTask: 100 },
    },
  },
});
