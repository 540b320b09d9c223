// Layer 6: progress of training: a bar with live returns on a terminal, plain lines elsewhere.

import cliProgress from "cli-progress";
import { formatDuration } from "../report/format.ts";
import type { AnyMetricsLine, MetricsLine } from "../train/metrics.ts";
import { formatScores } from "./format-scores.ts";
import type { Output } from "./output.ts";

/** Shows progress. */
export interface ProgressView {
  /** Shows an outer step that was just finished. */
  update(line: AnyMetricsLine): void;
  /** Leaves the terminal as it was. */
  stop(): void;
}

/** What is being trained. */
export interface ProgressOptions {
  readonly output: Output;
  /** Outer steps of the whole run. */
  readonly outerSteps: number;
  /** Outer steps that were finished before. */
  readonly done: number;
  /** Show nothing. */
  readonly quiet: boolean;
}

/** Least time between plain lines. */
const LINE_INTERVAL_MS = 5000;

/** Starts to show progress. */
export function showProgress(options: ProgressOptions): ProgressView {
  if (options.quiet) return { update: () => undefined, stop: () => undefined };
  return options.output.isLive ? showBar(options) : showLines(options);
}

function showBar({ output, outerSteps, done }: ProgressOptions): ProgressView {
  const bar = new cliProgress.SingleBar({
    stream: output.stream,
    format: "{bar} {value}/{total} | {status}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    gracefulExit: false, // an interrupt ends the training, and that ends the bar
  });
  const start = performance.now();
  bar.start(outerSteps, done, { status: "the first outer step takes longest" });
  return {
    update(line) {
      const finished = line.outerStep + 1;
      const seconds = (performance.now() - start) / 1000;
      const left = ((outerSteps - finished) * seconds) / (finished - done);
      const status = `${formatOuterStep(line)} | ${formatDuration(left)} left`;
      bar.update(finished, { status });
    },
    stop: () => bar.stop(),
  };
}

function showLines({ output, outerSteps, done }: ProgressOptions): ProgressView {
  let lastLineAt = -Infinity;
  return {
    update(line) {
      const now = performance.now();
      const isDue = now - lastLineAt >= LINE_INTERVAL_MS;
      const isLast = line.outerStep === outerSteps - 1;
      if (!isDue && !isLast && line.outerStep > done) return;
      lastLineAt = now;
      output.print(`outer step ${line.outerStep + 1}/${outerSteps}: ${formatOuterStep(line)}`);
    },
    stop: () => undefined,
  };
}

function formatOuterStep(line: AnyMetricsLine): string {
  return "environmentSteps" in line ? formatReturns(line) : formatScores(line);
}

function formatReturns({ preAdaptation, postAdaptation, seconds }: MetricsLine): string {
  const [before, after] = [preAdaptation.return, postAdaptation.return].map((x) => x.toFixed(2));
  return `return ${before} before, ${after} after adaptation | ${formatDuration(seconds.total)} a step`;
}
