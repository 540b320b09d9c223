// Plays methods on the very bandits that table 1 of RL² (Duan et al. 2016) was made with, to tell differences of the
// instances from differences of the methods:
//
//   npm run results:rl2-instances
//
// The authors' script (florensacc/rllab-curriculum 6e0bbae9, sandbox/rocky/neural_learner/scripts/bandits/
// evaluate_bandits.py) seeds NumPy with 0, 1, …, 999 and draws the means first. NumPy's legacy generator is MT19937; a
// uniform number is made of two outputs, 27 and 26 bits. Rewards are drawn anew here, ten times for each bandit.

import { bernoulliBanditMethods, createRandom, playTrials } from "acclimate";
import { MersenneTwister19937 } from "random-js";
import { createBernoulliBandit } from "../envs/bernoulli-bandit.ts";
import type { BernoulliBanditTask } from "../envs/bernoulli-bandit.ts";
import { episodeReturns } from "../src/rl/rollout-statistics.ts";
import { formatInterval, summariseTasks } from "./results/runs.ts";

const INSTANCES = 1000;
const REPEATS = 10;

/** What is looked at: the cells that differ and their neighbours, and what the authors' own discounts would yield. */
const CELLS = [
  { pulls: 10, arms: 50, method: "random", parameters: {}, published: 5.1 },
  { pulls: 10, arms: 50, method: "greedy", parameters: {}, published: 6.5 },
  { pulls: 10, arms: 50, method: "ucb1", parameters: { c: 0.1 }, published: 6.6 },
  { pulls: 10, arms: 50, method: "gittins", parameters: { discount: 0.8 }, published: 6.5 },
  { pulls: 10, arms: 50, method: "gittins", parameters: { discount: 0.9 }, published: 6.5 },
  { pulls: 10, arms: 50, method: "gittins", parameters: { discount: 0.99 }, published: 6.5 },
  { pulls: 100, arms: 10, method: "random", parameters: {}, published: 49.9 },
  { pulls: 100, arms: 10, method: "thompson", parameters: {}, published: 76.7 },
  { pulls: 100, arms: 10, method: "greedy", parameters: {}, published: 77.1 },
  { pulls: 100, arms: 10, method: "ucb1", parameters: { c: 0.2 }, published: 82.4 },
  { pulls: 100, arms: 10, method: "gittins", parameters: { discount: 0.98 }, published: 82.8 },
] as const;

/** The number that `numpy.random.uniform()` draws. */
function drawAsNumpy(twister: MersenneTwister19937): number {
  const high = twister.next() >>> 5;
  const low = twister.next() >>> 6;
  return (high * 2 ** 26 + low) / 2 ** 53;
}

function publishedInstance(seed: number, arms: number): BernoulliBanditTask {
  const twister = MersenneTwister19937.seed(seed);
  return { means: Array.from({ length: arms }, () => drawAsNumpy(twister)) };
}

/** The mean total reward over all instances, once for each repetition. */
function play({ pulls, arms, method: name, parameters }: (typeof CELLS)[number]): number[] {
  const method = bernoulliBanditMethods.find((one) => one.name === name);
  if (method === undefined) throw new Error(`rl2-bandit-instances: no method ${name}`);
  const setting = { states: 1, actions: arms, horizon: 1, episodes: pulls };
  const createAgent = method.createAgents(setting, parameters);
  const tasks = Array.from({ length: INSTANCES }, (_, seed) => publishedInstance(seed, arms));
  return Array.from({ length: REPEATS }, (_, repeat) => {
    const rollout = playTrials({
      environment: createBernoulliBandit({ arms }),
      tasks,
      episodes: pulls,
      createAgent,
      streams: (task) => createRandom(repeat).split("instance", task),
    });
    return episodeReturns(rollout).reduce((sum, reward) => sum + reward, 0) / INSTANCES;
  });
}

console.log("| pulls x arms | method | published | ours on the published instances |");
console.log("|---|---|---|---|");
for (const cell of CELLS) {
  const { pulls, arms, method, parameters, published } = cell;
  const title = [
    method,
    ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`),
  ];
  const ours = formatInterval(summariseTasks(play(cell)));
  console.log(`| ${pulls}x${arms} | ${title.join(", ")} | ${published} | ${ours} |`);
}
