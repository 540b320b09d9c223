// Makes the tables and pictures of experiments/results/navigation.md from finished runs:
//
//   npm run results:navigation -- paper RUN...
//   npm run results:navigation -- pytorch-maml-rl RUN...
//
// A RUN is a run folder; runs of one preset differ in their seed. Pictures go to experiments/results/navigation/, the
// numbers of each run that they show to a file beside them, the table to standard output.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderAdaptationCurves } from "../src/report/figures/adaptation-curves-figure.ts";
import { renderLearningCurves } from "../src/report/figures/learning-curves-figure.ts";
import {
  formatInterval,
  keptOf,
  learningCurve,
  readRun,
  RESULTS,
  summariseSeeds,
  writeResult,
} from "./results/runs.ts";
import type { Run } from "./results/runs.ts";

/** Finn et al. 2017, table 4 and the released data of figure 4: mean ± 1.96 standard errors over 40 tasks. */
const PUBLISHED = [
  { innerSteps: 0, mean: -40.41, margin: 4.0 },
  { innerSteps: 1, mean: -11.68, margin: 2.2 },
  { innerSteps: 2, mean: -3.33, margin: 0.55 },
  { innerSteps: 3, mean: -3.23, margin: 0.58 },
] as const;

async function paper(runs: readonly Run[]): Promise<void> {
  const rows = PUBLISHED.map(({ innerSteps, mean, margin }) => {
    const points = runs.map(({ evaluation }) => evaluation.returns[innerSteps]);
    const cells = points.map((point) => {
      if (point === undefined)
        throw new Error(`paper: every run must have ${innerSteps} inner steps`);
      return { mean: point.mean, margin: (point.ci95[1] - point.ci95[0]) / 2 };
    });
    return {
      innerSteps,
      published: { mean, margin },
      cells,
      over: summariseSeeds(cells.map((c) => c.mean)),
    };
  });
  console.log(
    `| inner steps | published | ours, mean of seeds | ${runs.map((r) => `seed ${r.seed}`).join(" | ")} |`,
  );
  console.log(`|---|---|---|${runs.map(() => "---|").join("")}`);
  for (const { innerSteps, published, over, cells } of rows) {
    console.log(
      `| ${[innerSteps, formatInterval(published), formatInterval(over), ...cells.map((cell) => formatInterval(cell))].join(" | ")} |`,
    );
  }
  const svg = await renderAdaptationCurves(
    [
      {
        name: "Acclimate, mean of seeds",
        points: rows.map(({ innerSteps, over: { mean, margin } }) => ({
          innerSteps,
          mean,
          ci95: [mean - margin, mean + margin] as const,
        })),
      },
      {
        name: "Finn et al. 2017",
        dashed: true,
        points: PUBLISHED.map(({ innerSteps, mean, margin }) => ({
          innerSteps,
          mean,
          ci95: [mean - margin, mean + margin] as const,
        })),
      },
    ],
    {
      description:
        "Return on 40 held-out tasks after 0 to 3 inner steps, ours beside the published.",
    },
  );
  writeResult("navigation/paper.svg", svg);
  writeResult("navigation/paper.json", JSON.stringify(runs.map(keptOf), undefined, 1));
}

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

const [kind, ...folders] = process.argv.slice(2);
const make = { paper, "pytorch-maml-rl": pytorchMamlRl }[kind ?? ""];
if (make === undefined || folders.length < 2) {
  console.error("usage: navigation-results.ts paper|pytorch-maml-rl RUN RUN...");
  process.exit(2);
}
await make(folders.map(readRun));
