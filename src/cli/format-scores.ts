// Layer 6: an outer step on supervised tasks in one line.

import type { FewShotReport, Score } from "../few-shot/learner.ts";
import { formatDuration, formatError, formatShare } from "../report/format.ts";
import type { MetricsLine } from "../train/metrics.ts";

/**
 * Writes what an outer step reports: "accuracy 20.1 % before, 71.3 % after adaptation, loss 1.61 before, 0.820 after | 0.21 s
 * a step". Without classes the loss is the squared error, and stands alone.
 */
export function formatScores({
  preAdaptation,
  postAdaptation,
  seconds,
}: MetricsLine<FewShotReport>): string {
  const over = (write: (score: Score) => string): string => {
    const after = `${write(postAdaptation)} after`;
    return preAdaptation === undefined ? after : `${write(preAdaptation)} before, ${after}`;
  };
  const loss = over((score) => formatError(score.loss));
  const text =
    postAdaptation.accuracy === undefined
      ? `squared error ${loss} adaptation`
      : `accuracy ${over(({ accuracy = 0 }) => formatShare(accuracy))} adaptation, loss ${loss}`;
  return `${text} | ${formatDuration(seconds.total)} a step`;
}
