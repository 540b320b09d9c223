// Makes the tables and pictures of an experiment's results from finished runs of one preset that differ in their seed:
//
//   npm run results:adaptation -- NAME ENVIRONMENT RUN...
//
// NAME is a path below experiments/results/: NAME.svg has the learning curves, NAME.json the numbers of each run. The table
// goes to standard output: returns of held-out tasks, and their differences to those before adaptation and to those of a
// policy that chooses at random, in pairs of the same task. ENVIRONMENT is the file of envs/ with the runs' environment.

import { collectRollout, createRandom, taskReturns } from "acclimate";
import type { EnvironmentFamily } from "acclimate";
import { renderLearningCurves } from "../src/report/figures/learning-curves-figure.ts";
import {
  formatInterval,
  keptOf,
  learningCurve,
  readRun,
  summariseSeeds,
  summariseTasks,
  writeResult,
} from "./results/runs.ts";
import type { Run } from "./results/runs.ts";

const DECIMALS = 3;

/** Finds the environment of an evaluation among what a file of envs/ exports. */
async function loadFamily(file: string, id: string): Promise<EnvironmentFamily> {
  const exports = (await import(`../envs/${file}.ts`)) as Record<string, unknown>;
  const found = Object.values(exports)
    .flat()
    .find((value) => (value as { id?: unknown }).id === id);
  if (found === undefined) throw new Error(`envs/${file}.ts: must export ${id}, got none`);
  return found as EnvironmentFamily;
}

/** Mean return on each task of an evaluation, of a policy that chooses every action alike. */
function randomReturns(environment: EnvironmentFamily, { evaluation, seed }: Run): Float64Array {
  const { actionSpace } = environment;
  if (actionSpace.kind !== "discrete") throw new Error(`${environment.id}: must have choices`);
  const rng = createRandom(seed).split("random-policy");
  const rollout = collectRollout({
    environment,
    tasks: evaluation.perTask.map(({ task }) => task),
    episodesPerTask: evaluation.episodesPerTask,
    act: (_observations, rngs, actions) => {
      rngs.forEach((stream, row) => {
        actions[row] = stream.integer(actionSpace.n);
      });
    },
    streams: (task, episode) => rng.split("task", task, "episode", episode),
  });
  return taskReturns(rollout);
}

const [name, file, ...folders] = process.argv.slice(2);
if (name === undefined || file === undefined || folders.length < 2) {
  console.error("usage: adaptation-results.ts NAME ENVIRONMENT RUN RUN...");
  process.exit(2);
}
const runs = folders.map(readRun);
const environment = await loadFamily(file, runs[0]?.evaluation.environment ?? "");

writeResult(
  `${name}.svg`,
  await renderLearningCurves(
    [
      { name: "before adaptation", points: learningCurve(runs, "preAdaptation"), color: 1 },
      { name: "after one inner step", points: learningCurve(runs, "postAdaptation"), color: 0 },
    ],
    { description: `Learning curves of ${name}; bands from the worst to the best seed.` },
  ),
);
writeResult(`${name}.json`, JSON.stringify(runs.map(keptOf), undefined, 1));

/** One line of the table: a number of each run, and the mean over runs. */
function printRow(title: string, values: (run: Run) => readonly number[]): void {
  const cells = runs.map((run) => summariseTasks(values(run)));
  const over = summariseSeeds(cells.map(({ mean }) => mean));
  const shown = [over, ...cells].map((cell) => formatInterval(cell, DECIMALS));
  console.log(`| ${[title, ...shown].join(" | ")} |`);
}

console.log(`| | mean of seeds | ${runs.map(({ seed }) => `seed ${seed}`).join(" | ")} |`);
console.log(`|---|---|${runs.map(() => "---|").join("")}`);
const random = new Map(runs.map((run) => [run, randomReturns(environment, run)]));
const randomOf = (run: Run, task: number): number => random.get(run)?.[task] ?? NaN;
const steps = runs[0]?.evaluation.returns.map(({ innerSteps }) => innerSteps) ?? [];
printRow("random policy", (run) => Array.from(random.get(run) ?? []));
for (const step of steps) {
  const title = step === 0 ? "before adaptation" : `after ${step} inner step${step > 1 ? "s" : ""}`;
  printRow(title, ({ evaluation }) =>
    evaluation.perTask.map(({ returns }) => returns[step] ?? NaN),
  );
}
printRow("optimum", ({ evaluation }) => evaluation.perTask.map(({ optimum }) => optimum ?? NaN));
for (const step of steps.slice(1)) {
  printRow(`gain of ${step} over none`, ({ evaluation }) =>
    evaluation.perTask.map(({ returns }) => (returns[step] ?? NaN) - (returns[0] ?? NaN)),
  );
  printRow(`gain of ${step} over random`, (run) =>
    run.evaluation.perTask.map(({ returns }, task) => (returns[step] ?? NaN) - randomOf(run, task)),
  );
}
