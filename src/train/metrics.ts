// Layer 5: `metrics.jsonl`, one line an outer step, only ever appended to; a resumed run first drops what came after its checkpoint.

import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import writeFileAtomic from "write-file-atomic";
import { ConfigError, formatValue } from "../errors.ts";
import type { FewShotReport } from "../few-shot/learner.ts";
import type { TimedReport } from "../meta/learner.ts";
import type { OuterStepReport } from "../meta-rl/learner.ts";
import { readRunFile, runFiles } from "./run-folder.ts";

/** One line of `metrics.jsonl`; `environmentSteps`, where there are any, counts from the start of the run. */
export type MetricsLine<Report = OuterStepReport> = Report & { readonly outerStep: number };

/** A line of a run of any kind of experiment. */
export type AnyMetricsLine = MetricsLine<OuterStepReport | FewShotReport>;

/** Adds up the wall-clock seconds of outer steps. */
export function secondsOf(metrics: readonly MetricsLine<TimedReport>[]): number {
  return metrics.reduce((sum, { seconds }) => sum + seconds.total, 0);
}

/** Appends lines to `metrics.jsonl`. */
export interface MetricsWriter {
  append(line: AnyMetricsLine): void;
  /** Returns once all lines are on the disk. */
  flush(): void;
  close(): void;
}

/** Opens the metrics of a run folder for appending. */
export function openMetrics(folder: string): MetricsWriter {
  const file = openSync(join(folder, runFiles.metrics), "a");
  return {
    append: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    flush: () => fsyncSync(file),
    close: () => closeSync(file),
  };
}

const number = z.number();

const timedLine = z.looseObject({
  outerStep: z.int(),
  seconds: z.looseObject({ total: number }),
});

const lineSchema = z.union([
  // Of policies.
  timedLine.extend({
    preAdaptation: z.looseObject({ return: number }),
    postAdaptation: z.looseObject({ return: number }),
    environmentSteps: z.int(),
  }),
  // Of supervised tasks.
  timedLine.extend({ postAdaptation: z.looseObject({ loss: number }), tasks: z.int() }),
]);

/**
 * Reads the first `outerSteps` lines; a longer file is cut off there, to the byte.
 * @throws {@link ConfigError} if there are fewer, or one of them is damaged
 */
export async function rewindMetrics(
  folder: string,
  outerSteps: number,
): Promise<readonly MetricsLine[]> {
  const lines = readMetrics(folder, outerSteps);
  const text = readRunFile(folder, runFiles.metrics).toString("utf8");
  const kept = text.split("\n").slice(0, outerSteps);
  const content = kept.map((line) => `${line}\n`).join("");
  if (content !== text) await writeFileAtomic(join(folder, runFiles.metrics), content);
  return lines;
}

/**
 * Reads the first `outerSteps` lines of a run folder's metrics.
 * @throws {@link ConfigError} if there are fewer, or one of them is damaged
 */
export function readMetrics(folder: string, outerSteps: number): readonly MetricsLine[] {
  const where = join(folder, runFiles.metrics);
  const lines = readRunFile(folder, runFiles.metrics).toString("utf8").split("\n");
  const complete = lines.slice(0, -1); // what follows the last line break is no whole line
  if (complete.length < outerSteps) {
    throw new ConfigError(
      `${where}: must have a line for each of ${outerSteps} outer steps, got ${complete.length}; it is damaged`,
    );
  }
  return complete.slice(0, outerSteps).map((line, i) => parseLine(`${where}:${i + 1}`, line, i));
}

function parseLine(where: string, line: string, outerStep: number): MetricsLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Reported below.
  }
  if (lineSchema.safeParse(value).success && (value as MetricsLine).outerStep === outerStep) {
    return value as MetricsLine;
  }
  throw new ConfigError(
    `${where}: must be the metrics of outer step ${outerStep}, got ${formatValue(line)}; it is damaged`,
  );
}
