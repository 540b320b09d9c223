// Makes the tables and pictures of experiments/results/navigation.md from finished runs:
//
//   npm run results:navigation -- paper RUN...
//   npm run results:navigation -- pytorch-maml-rl RUN...
//
// A RUN is a run folder; runs of one preset differ in their seed. Pictures go to experiments/results/navigation/, the
// numbers of each run that they show to a file beside them, the table to standard output.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Evaluation } from "../src/meta/evaluation.ts";
import { renderAdaptationCurves } from "../src/report/figures/adaptation-curves-figure.ts";
import { renderLearningCurves } from "../src/report/figures/learning-curves-figure.ts";
import type { MetricsLine } from "../src/train/metrics.ts";

const RESULTS = join(import.meta.dirname, "../experiments/results/navigation");

/** Finn et al. 2017, table 4 and the released data of figure 4: mean ± 1.96 standard errors over 40 tasks. */
const PUBLISHED = [
  { innerSteps: 0, mean: -40.41, margin: 4.0 },
  { innerSteps: 1, mean: -11.68, margin: 2.2 },
  { innerSteps: 2, mean: -3.33, margin: 0.55 },
  { innerSteps: 3, mean: -3.23, margin: 0.58 },
] as const;

/** 97.5 % quantiles of Student's t for 1, 2, … degrees of freedom. */
const T95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

interface Run {
  readonly folder: string;
  readonly seed: number;
  readonly metrics: readonly MetricsLine[];
  readonly evaluation: Evaluation;
}

function readRun(folder: string): Run {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const { seed } = JSON.parse(read("config.json")) as { seed: number };
  const metrics = read("metrics.jsonl").trimEnd().split("\n");
  return {
    folder,
    seed,
    metrics: metrics.map((line) => JSON.parse(line) as MetricsLine),
    evaluation: JSON.parse(read("evaluation.json")) as Evaluation,
  };
}

/** Mean and 95 % interval over seeds, by Student's t. */
function summarise(values: readonly number[]): { mean: number; margin: number } {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return { mean, margin: (T95[n - 2] ?? 1.96) * Math.sqrt(variance / n) };
}

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
      over: summarise(cells.map((c) => c.mean)),
    };
  });
  const show = ({ mean, margin }: { mean: number; margin: number }): string =>
    `${mean.toFixed(2)} ± ${margin.toFixed(2)}`;
  console.log(
    `| inner steps | published | ours, mean of seeds | ${runs.map((r) => `seed ${r.seed}`).join(" | ")} |`,
  );
  console.log(`|---|---|---|${runs.map(() => "---|").join("")}`);
  for (const { innerSteps, published, over, cells } of rows) {
    console.log(`| ${[innerSteps, show(published), show(over), ...cells.map(show)].join(" | ")} |`);
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
  write("paper.svg", svg);
  write("paper.json", JSON.stringify(runs.map(strip), undefined, 1));
}

async function pytorchMamlRl(runs: readonly Run[]): Promise<void> {
  const reference = readReference();
  const length = Math.min(...runs.map(({ metrics }) => metrics.length));
  const ours = (phase: "preAdaptation" | "postAdaptation") =>
    Array.from({ length }, (_, outerStep) => {
      const values = runs.map(({ metrics }) => (metrics[outerStep] as MetricsLine)[phase].return);
      return {
        outerStep,
        value: values.reduce((sum, x) => sum + x, 0) / values.length,
        lo: Math.min(...values),
        hi: Math.max(...values),
      };
    });
  const theirs = (column: 1 | 2) =>
    reference.slice(0, length).map((row) => ({ outerStep: row[0], value: row[column] }));
  const svg = await renderLearningCurves(
    [
      { name: "Acclimate, before adaptation", points: ours("preAdaptation"), color: 0 },
      { name: "Acclimate, after one inner step", points: ours("postAdaptation"), color: 1 },
      { name: "pytorch-maml-rl, before", points: theirs(1), color: 0, dashed: true },
      { name: "pytorch-maml-rl, after", points: theirs(2), color: 1, dashed: true },
    ],
    {
      description:
        "Learning curves of the preset pytorch-maml-rl beside that project's own; bands from the worst to the best seed.",
    },
  );
  write("pytorch-maml-rl.svg", svg);
  write("pytorch-maml-rl.json", JSON.stringify(runs.map(strip), undefined, 1));

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
  return readFileSync(join(RESULTS, "pytorch-maml-rl.csv"), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number) as [number, number, number]);
}

/** What is worth keeping of a run: its returns. */
function strip({ seed, metrics, evaluation }: Run): object {
  return {
    seed,
    returns: metrics.map((m) => [m.preAdaptation.return, m.postAdaptation.return]),
    environmentSteps: metrics.at(-1)?.environmentSteps,
    evaluation: {
      ...evaluation,
      perTask: evaluation.perTask.map((t) => t.returns),
      paths: undefined,
    },
  };
}

function write(name: string, content: string): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, name), `${content.trimEnd()}\n`);
}

const [kind, ...folders] = process.argv.slice(2);
const make = { paper, "pytorch-maml-rl": pytorchMamlRl }[kind ?? ""];
if (make === undefined || folders.length < 2) {
  console.error("usage: navigation-results.ts paper|pytorch-maml-rl RUN RUN...");
  process.exit(2);
}
await make(folders.map(readRun));
