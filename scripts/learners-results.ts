// Makes the table and the pictures of experiments/results/learners.md from finished runs of the presets of
// experiments/presets/learner-presets.ts on one environment:
//
//   npm run results:learners -- NAME RUN...
//
// NAME is a path below experiments/results/. NAME.svg has the learning curves of the learners, NAME-variants.svg those of the
// variants of MAML, NAME.json the numbers. The table goes to standard output: the training return of all learners that train
// at one number of environment steps, which it is sorted by, and returns on held-out tasks; intervals are over seeds.

import { resolve } from "node:path";
import { compareRuns } from "../src/report/compare/comparison.ts";
import type { ComparedMethod, Comparison } from "../src/report/compare/comparison.ts";
import type { Estimate } from "../src/report/compare/estimate.ts";
import { readFinishedRun } from "../src/report/compare/finished-run.ts";
import type { ComparedRun } from "../src/report/compare/method.ts";
import { renderPictures } from "../src/report/compare/pictures.ts";
import { writeResult } from "./results/runs.ts";

/**
 * Presets that are not ranked: two learn nothing from outer steps, and an oracle, which comes to its goal at once, takes so few
 * environment steps that all others would be judged by their beginnings.
 */
const UNRANKED = ["oracle", "random", "from-scratch"];

/** Presets that differ in the learner, in the order of the key. */
const LEARNERS = [
  "maml",
  "fomaml",
  "e-maml",
  "maml-adam",
  "maml-ppo",
  "promp",
  "reptile",
  "pretrained",
  "oracle",
];

const DECIMALS = 2;

const [name, ...folders] = process.argv.slice(2);
if (name === undefined || folders.length < 2) {
  console.error("usage: learners-results.ts NAME RUN RUN...");
  process.exit(2);
}

const runs = folders.map((folder): ComparedRun => {
  const run = readFinishedRun(folder);
  return { ...run, experiment: run.description.experiment };
});
const presetOf = ({ description }: ComparedRun): string => description.preset;

/** Compares some runs, each method under the name of its preset. */
function compare(some: readonly ComparedRun[]): Comparison {
  const labels = new Map(some.map((run) => [run.folder, presetOf(run)]));
  const reference = some.some((run) => presetOf(run) === "maml") ? "maml" : undefined;
  return compareRuns(some, { labels, reference });
}

const trained = compare(runs.filter((run) => !UNRANKED.includes(presetOf(run))));
const unranked = runs.filter((run) => UNRANKED.includes(presetOf(run)));
const methods = [
  ...trained.ranking.map((ranked) => trained.methods.find((method) => method.name === ranked)),
  ...(unranked.length === 0 ? [] : compare(unranked).methods.map(withoutTraining)),
].filter((method) => method !== undefined);

function withoutTraining({
  trainingReturn: _trainingReturn,
  ...method
}: ComparedMethod): ComparedMethod {
  return method;
}

function format(estimate: Estimate | undefined): string {
  if (estimate === undefined) return "–";
  const { mean, ci95 } = estimate;
  const margin = ci95 === undefined ? "" : ` ± ${((ci95[1] - ci95[0]) / 2).toFixed(DECIMALS)}`;
  return `${mean.toFixed(DECIMALS)}${margin}`;
}

const innerSteps = methods[0]?.adaptation.returns.map((point) => point.innerSteps) ?? [];
console.log(
  `${trained.environment}, training return at ${trained.environmentSteps} environment steps\n`,
);
console.log(
  `| preset | training return | ${innerSteps.map((k) => `held-out tasks, ${k} inner step${k === 1 ? "" : "s"}`).join(" | ")} | seeds |`,
);
console.log(`|---|---|${innerSteps.map(() => "---|").join("")}---|`);
for (const method of methods) {
  const heldOut = method.adaptation.returns.map((point) => format(point));
  console.log(
    `| ${[`\`${method.name}\``, format(method.trainingReturn), ...heldOut, method.runs.length].join(" | ")} |`,
  );
}

const isLearner = (run: ComparedRun): boolean => LEARNERS.includes(presetOf(run));
const isVariant = (run: ComparedRun): boolean =>
  run.description.config.learner === "maml" &&
  (presetOf(run) === "maml" || !LEARNERS.includes(presetOf(run)));
for (const [suffix, belongs] of [
  ["", isLearner],
  ["-variants", isVariant],
] as const) {
  const some = runs.filter(belongs);
  if (some.length === 0) continue;
  const pictures = await renderPictures(compare(some));
  writeResult(`${name}${suffix}.svg`, pictures["learning-curves.svg"] ?? "");
}
const numbers = methods.map(({ curves: _curves, runs: ofMethod, ...method }) => ({
  ...method,
  runs: ofMethod.map(({ folder: _folder, ...facts }) => facts),
}));
writeResult(`${name}.json`, JSON.stringify({ ...trained, methods: numbers }, undefined, 1));
console.error(`wrote ${resolve("experiments/results", name)}.{svg,json}`);
