// What the methods for finite MDPs would earn if they believed something else before the first step, beside table 2 of RL²
// (Duan et al. 2016), which does not say what they believe:
//
//   npm run results:rl2-priors

import { defineReproduction } from "acclimate";
import type { ClassicalMethod, MethodParameters } from "acclimate";
import rl2Mdps from "../experiments/reproductions/rl2-mdps.ts";
import { createBeb } from "../src/classical/mdps/beb.ts";
import { createGreedy } from "../src/classical/mdps/greedy.ts";
import { createOpsrl } from "../src/classical/mdps/opsrl.ts";
import type { TabularPrior } from "../src/classical/mdps/posterior.ts";
import { unitPrior, weakPrior } from "../src/classical/mdps/priors.ts";
import { createPsrl } from "../src/classical/mdps/psrl.ts";
import { measure } from "../src/reproduce/measure.ts";
import { summariseSample } from "../src/statistics.ts";

const TRIALS = 2000;
const ROWS = ["10", "50"] as const;

/** The distribution that the tasks are drawn from. */
const truePrior: TabularPrior = { ...unitPrior, rewardMean: 1 };

const PRIORS = {
  "N(0, 1), Dirichlet(1)": unitPrior,
  "N(1, 1), Dirichlet(1), the true one": truePrior,
  "next to none": weakPrior,
} as const;

const METHODS: readonly [(prior: TabularPrior) => ClassicalMethod, MethodParameters][] = [
  [createPsrl, {}],
  [createOpsrl, { samples: 6 }],
  [createBeb, { beta: 5.02 }],
  [createGreedy, {}],
];

console.log(`| method | prior | ${ROWS.map((row) => `${row} episodes (published)`).join(" | ")} |`);
console.log(`|---|---|${ROWS.map(() => "---|").join("")}`);
for (const [create, parameters] of METHODS) {
  for (const [index, [name, prior]] of Object.entries(PRIORS).entries()) {
    const method = create(prior);
    const reproduction = defineReproduction({
      ...rl2Mdps,
      name: `prior-${index}`,
      methods: [method],
    });
    const cells = ROWS.map((row) => {
      const job = { row, method: method.name, parameters, seed: 1, begin: 0, end: TRIALS } as const;
      const { mean, ci95 } = summariseSample(
        measure(reproduction, { ...job, instances: "tuning" }),
      );
      const published = rl2Mdps.rows.find((one) => one.name === row)?.published[method.name];
      return `${mean.toFixed(1)} ± ${((ci95[1] - ci95[0]) / 2).toFixed(1)} (${published})`;
    });
    console.log(`| ${[method.name, name, ...cells].join(" | ")} |`);
  }
}
