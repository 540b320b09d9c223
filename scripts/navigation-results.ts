// Makes the table and the picture of experiments/results/navigation.md from finished runs of the preset pytorch-maml-rl:
//
//   npm run results:navigation -- RUN...
//
// A RUN is a run folder; runs of one preset differ in their seed. Pictures go to experiments/results/navigation/, the
// numbers of each run that they show to a file beside them, the table to standard output.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderLearningCurves } from "../src/report/figures/learning-curves-figure.ts";
import { keptOf, learningCurve, readRun, RESULTS, writeResult } from "./results/runs.ts";
import type { Run } from "./results/runs.ts";

async function pytorchMamlRl(runs: readonly Run[]): Promise<void> {
  const reference = readReference();
  const length = Math.min(...runs.map(({ metrics }) => metrics.length));
  const theirs = (column: 1 | 2) =>
    reference.slice(0, length).map((row) => ({ outerStep: row[0], value: row[column] }));
  const svg = await renderLearningCurves(
    [
      {
        name: "Acclimate, before adaptation",
        points: learningCurve(runs, "preAdaptation"),
        color: 0,
      },
      {
        name: "Acclimate, after one inner step",
        points: learningCurve(runs, "postAdaptation"),
        color: 1,
      },
      { name: "pytorch-maml-rl, before", points: theirs(1), color: 0, dashed: true },
      { name: "pytorch-maml-rl, after", points: theirs(2), color: 1, dashed: true },
    ],
    {
      description:
        "Learning curves of the preset pytorch-maml-rl beside that project's own; bands from the worst to the best seed.",
    },
  );
  writeResult("navigation/pytorch-maml-rl.svg", svg);
  writeResult("navigation/pytorch-maml-rl.json", JSON.stringify(runs.map(keptOf), undefined, 1));

  const window = (values: readonly number[]): string =>
    (values.slice(20, 101).reduce((sum, x) => sum + x, 0) / values.slice(20, 101).length).toFixed(
      2,
    );
  console.log("| mean over outer steps 20 to 100 | before adaptation | after one inner step |");
  console.log("|---|---|---|");
  console.log(
    `| pytorch-maml-rl | ${window(reference.map((r) => r[1]))} | ${window(reference.map((r) => r[2]))} |`,
  );
  for (const { seed, metrics } of runs) {
    const pre = window(metrics.map((m) => m.preAdaptation.return));
    const post = window(metrics.map((m) => m.postAdaptation.return));
    console.log(`| Acclimate, seed ${seed} | ${pre} | ${post} |`);
  }
}

/** Rows of outer step, return before and return after adaptation. */
function readReference(): [number, number, number][] {
  return readFileSync(join(RESULTS, "navigation/pytorch-maml-rl.csv"), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number) as [number, number, number]);
}

const folders = process.argv.slice(2);
if (folders.length < 2) {
  console.error("usage: navigation-results.ts RUN RUN...");
  process.exit(2);
}
await pytorchMamlRl(folders.map(readRun));
