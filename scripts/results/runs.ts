// What scripts of results share: reading finished runs, and statistics over seeds.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Evaluation } from "../../src/meta-rl/evaluation.ts";
import { estimateOverSeeds, estimateOverTasks } from "../../src/report/compare/estimate.ts";
import type { Estimate } from "../../src/report/compare/estimate.ts";
import { readFinishedRun } from "../../src/report/compare/finished-run.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";

/** Where results lie. */
export const RESULTS: string = join(import.meta.dirname, "../../experiments/results");

/** A finished run. */
export interface Run {
  readonly folder: string;
  readonly seed: number;
  readonly metrics: readonly MetricsLine[];
  readonly evaluation: Evaluation;
}

/** A mean and the half-width of its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly margin: number;
}

/** Reads what a run folder holds. */
export function readRun(folder: string): Run {
  const { description, metrics, evaluation } = readFinishedRun(folder);
  return { folder, seed: description.seed, metrics, evaluation };
}

/** Mean and 95 % interval over values that are few, by Student's t: those of seeds. */
export function summariseSeeds(values: readonly number[]): Interval {
  return intervalOf(estimateOverSeeds(values));
}

/** Mean and 95 % interval over values that are many: those of tasks. */
export function summariseTasks(values: readonly number[]): Interval {
  return intervalOf(estimateOverTasks(values));
}

/** One value has no interval, which shows as NaN. */
function intervalOf({ mean, ci95: [lo, hi] = [NaN, NaN] }: Estimate): Interval {
  return { mean, margin: (hi - lo) / 2 };
}

/** Writes an interval: `-11.68 ± 2.20`. */
export function formatInterval({ mean, margin }: Interval, decimals = 2): string {
  return `${mean.toFixed(decimals)} ± ${margin.toFixed(decimals)}`;
}

/** What is worth keeping of a run: its returns. */
export function keptOf({ seed, metrics, evaluation }: Run): object {
  return {
    seed,
    returns: metrics.map((m) => [m.preAdaptation.return, m.postAdaptation.return]),
    environmentSteps: metrics.at(-1)?.environmentSteps,
    evaluation: {
      ...evaluation,
      perTask: evaluation.perTask.map((t) => t.returns),
      paths: undefined,
      pictures: undefined,
    },
  };
}

/** The mean over runs of each outer step, with the worst and the best of them. */
export function learningCurve(
  runs: readonly Run[],
  phase: "preAdaptation" | "postAdaptation",
): { outerStep: number; value: number; lo: number; hi: number }[] {
  const length = Math.min(...runs.map(({ metrics }) => metrics.length));
  return Array.from({ length }, (_, outerStep) => {
    const values = runs.map(({ metrics }) => (metrics[outerStep] as MetricsLine)[phase].return);
    return {
      outerStep,
      value: values.reduce((sum, x) => sum + x, 0) / values.length,
      lo: Math.min(...values),
      hi: Math.max(...values),
    };
  });
}

/** Writes a file of results. @param name - its path below the folder of results */
export function writeResult(name: string, content: string): void {
  const path = join(RESULTS, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${content.trimEnd()}\n`);
}
