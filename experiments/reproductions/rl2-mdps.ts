// The classical columns of table 2 of RL² (Duan et al. 2016): total reward of n episodes of a random finite MDP.
//
// docs/classical-mdps.md describes the methods, experiments/results/rl2-mdps.md the results.

import { defineReproduction, tabularMdpMethods } from "acclimate";
import type { ReproductionRow } from "acclimate";
import { tabularMdpDuan2016 } from "../../envs/tabular-mdp.ts";

type SevenColumns = readonly [number, number, number, number, number, number, number];

/** One row, with the published values in the order of the paper's columns. */
function row(
  episodes: number,
  [random, psrl, opsrl, ucrl2, beb, epsilonGreedy, greedy]: SevenColumns,
): ReproductionRow {
  return {
    name: String(episodes),
    environment: tabularMdpDuan2016,
    episodes,
    published: { random, psrl, opsrl, ucrl2, beb, "epsilon-greedy": epsilonGreedy, greedy },
  };
}

export default defineReproduction({
  name: "rl2-mdps",
  description: "Classical methods on random finite MDPs: table 2 of Duan et al. 2016 (RL²)",
  source: "https://arxiv.org/abs/1611.02779",
  rowTitle: "episodes",
  rows: [
    row(10, [100.1, 138.1, 144.1, 146.6, 150.2, 132.8, 134.8]),
    row(25, [250.2, 408.8, 425.2, 424.1, 427.8, 377.3, 368.8]),
    row(50, [499.7, 904.4, 930.7, 918.9, 917.8, 823.3, 769.3]),
    row(75, [749.9, 1417.1, 1449.2, 1427.6, 1422.6, 1293.9, 1172.9]),
    row(100, [999.4, 1939.5, 1973.9, 1942.1, 1935.1, 1778.2, 1578.5]),
  ],
  methods: tabularMdpMethods,
  publishedInstances: 1000,
  publishedDecimals: 1,
});
