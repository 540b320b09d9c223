// Layer 5: long runs on supervised tasks in few points: neighbouring outer steps are averaged.

import type { FewShotReport, Score } from "../few-shot/learner.ts";
import type { MetricsLine } from "../train/metrics.ts";
import { cutIntoBins, meanOver } from "./bins.ts";

/** Means over one or several neighbouring outer steps. */
export interface ScoresBin {
  /** The first and the last outer step. */
  readonly outerSteps: readonly [number, number];
  /** Absent where the meta-parameters as they are predict nothing. */
  readonly preAdaptation?: Score;
  readonly postAdaptation: Score;
  /** Tasks that were learned from, up to the end of the last outer step. */
  readonly tasks: number;
}

type Line = MetricsLine<FewShotReport>;

/**
 * Averages outer steps in bins of equal size, the last of which may be smaller.
 * @param mostBins - at least 1
 */
export function binScores(metrics: readonly Line[], mostBins: number): readonly ScoresBin[] {
  let tasks = 0;
  return cutIntoBins(metrics, mostBins).map((lines) => {
    tasks = lines.reduce((sum, line) => sum + line.tasks, tasks);
    const preAdaptation = meanScore(lines, (line) => line.preAdaptation);
    return {
      outerSteps: [lines[0]!.outerStep, lines[lines.length - 1]!.outerStep],
      ...(preAdaptation && { preAdaptation }),
      postAdaptation: meanScore(lines, (line) => line.postAdaptation) as Score,
      tasks,
    };
  });
}

function meanScore(
  lines: readonly Line[],
  scoreOf: (line: Line) => Score | undefined,
): Score | undefined {
  const loss = meanOver(lines, (line) => scoreOf(line)?.loss);
  const accuracy = meanOver(lines, (line) => scoreOf(line)?.accuracy);
  if (loss === undefined) return undefined;
  return { loss, ...(accuracy !== undefined && { accuracy }) };
}
