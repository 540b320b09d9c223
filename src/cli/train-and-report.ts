// Layer 6: what `train` and `resume` share: training with progress and interrupts, then the report and the last lines.

import { train } from "../train/train.ts";
import type { TrainOptions, TrainResult } from "../train/train.ts";
import { exitCodes } from "./exit-codes.ts";
import { listenForInterrupts } from "./interrupt.ts";
import type { Output } from "./output.ts";
import { showProgress } from "./progress.ts";
import { renderEvaluation } from "./render-evaluation.ts";
import { writeRunReport } from "./write-run-report.ts";

/** What to train and how to show it. */
export interface TrainAndReportOptions {
  readonly training: Omit<TrainOptions, "signal" | "onOuterStep">;
  readonly output: Output;
  readonly quiet: boolean;
}

/** Trains, writes the report, prints the result. @returns the exit code */
export async function trainAndReport(options: TrainAndReportOptions): Promise<number> {
  const { training, output, quiet } = options;
  const { experiment, run, folder } = training;
  const { summary, metrics, evaluation } = await trainWithProgress(options);
  if (evaluation === undefined) {
    output.print(
      `interrupted after ${summary.outerSteps} outer steps; go on with: acclimate resume ${folder}`,
    );
  } else {
    await writeRunReport(folder, { experiment, run, metrics, evaluation });
    if (!quiet) output.print(`${renderEvaluation(evaluation)}\nwrote ${folder}`);
  }
  output.result(summary);
  return evaluation === undefined ? exitCodes.interrupted : exitCodes.done;
}

async function trainWithProgress(options: TrainAndReportOptions): Promise<TrainResult> {
  const { training, output, quiet } = options;
  const { outerSteps } = training.run.config;
  const done = training.start?.progress.outerSteps ?? 0;
  const progress = showProgress({ output, outerSteps, done, quiet });
  const interrupts = listenForInterrupts(() => {
    progress.stop();
    output.print("interrupted: saving after this outer step");
  });
  try {
    return await train({
      ...training,
      signal: interrupts.signal,
      onOuterStep: (line) => progress.update(line),
    });
  } finally {
    interrupts.stop();
    progress.stop();
  }
}
