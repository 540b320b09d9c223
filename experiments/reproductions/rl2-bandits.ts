// The classical columns of table 1 of RL² (Duan et al. 2016): total reward of n pulls of a Bernoulli bandit with k arms.
//
// docs/classical-bandits.md describes the methods, experiments/results/rl2-bandits.md the results.

import { bayesOptimalValue, bernoulliBanditMethods, defineReproduction } from "acclimate";
import type { ReproductionRow } from "acclimate";
import {
  bernoulliBanditK10,
  bernoulliBanditK5,
  bernoulliBanditK50,
} from "../../envs/bernoulli-bandit.ts";

const BANDITS = { 5: bernoulliBanditK5, 10: bernoulliBanditK10, 50: bernoulliBanditK50 } as const;

/** Pulls up to which the Bayes-optimal value takes seconds. */
const MOST_PULLS_OF_BOUND = 10;

type SevenColumns = readonly [number, number, number, number, number, number, number];

/** One row, with the published values in the order of the paper's columns. */
function row(
  pulls: number,
  arms: keyof typeof BANDITS,
  [random, gittins, thompson, optimistic, ucb1, epsilonGreedy, greedy]: SevenColumns,
): ReproductionRow {
  return {
    name: `${pulls}x${arms}`,
    environment: BANDITS[arms],
    episodes: pulls,
    published: {
      random,
      gittins,
      thompson,
      "optimistic-thompson": optimistic,
      ucb1,
      "epsilon-greedy": epsilonGreedy,
      greedy,
    },
    ...(pulls <= MOST_PULLS_OF_BOUND && {
      bounds: () => ({ "Bayes-optimal": bayesOptimalValue({ arms, pulls }) }),
    }),
  };
}

export default defineReproduction({
  name: "rl2-bandits",
  description: "Classical methods on Bernoulli bandits: table 1 of Duan et al. 2016 (RL²)",
  source: "https://arxiv.org/abs/1611.02779",
  rowTitle: "pulls x arms",
  rows: [
    row(10, 5, [5.0, 6.6, 5.7, 6.5, 6.7, 6.6, 6.6]),
    row(10, 10, [5.0, 6.6, 5.5, 6.2, 6.7, 6.6, 6.6]),
    row(10, 50, [5.1, 6.5, 5.2, 5.5, 6.6, 6.5, 6.5]),
    row(100, 5, [49.9, 78.3, 74.7, 77.9, 78.0, 75.4, 74.8]),
    row(100, 10, [49.9, 82.8, 76.7, 81.4, 82.4, 77.4, 77.1]),
    row(100, 50, [49.8, 85.2, 64.5, 67.7, 84.3, 78.3, 78.0]),
    row(500, 5, [249.8, 405.8, 402.0, 406.7, 405.8, 388.2, 380.6]),
    row(500, 10, [249.0, 437.8, 429.5, 438.9, 437.1, 408.0, 395.0]),
    row(500, 50, [249.6, 463.7, 427.2, 437.6, 457.6, 413.6, 402.8]),
  ],
  methods: bernoulliBanditMethods,
  publishedInstances: 1000,
  publishedDecimals: 1,
});
