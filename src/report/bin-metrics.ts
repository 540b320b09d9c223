// Layer 5: long runs in few points: neighbouring outer steps are averaged, so that a page stays small and a chart
// readable. `metrics.jsonl` keeps every step.

import type { MetricsLine } from "../train/metrics.ts";
import { cutIntoBins, meanOver, presentFields } from "./bins.ts";

/** Means over one or several neighbouring outer steps; fields that the learner does not have are absent. */
export interface MetricsBin {
  /** The first and the last outer step. */
  readonly outerSteps: readonly [number, number];
  readonly preAdaptation: number;
  readonly postAdaptation: number;
  /** Cumulative, at the end of the last outer step. */
  readonly environmentSteps: number;
  readonly kl?: number;
  /** How much the surrogate loss fell. */
  readonly surrogateGain?: number;
  readonly lineSearchSteps?: number;
  /** Share of the outer steps whose line search found a step. */
  readonly acceptedShare?: number;
}

/**
 * Averages outer steps in bins of equal size, the last of which may be smaller.
 * @param mostBins - at least 1
 */
export function binMetrics(
  metrics: readonly MetricsLine[],
  mostBins: number,
): readonly MetricsBin[] {
  return cutIntoBins(metrics, mostBins).map(binOf);
}

/** @param lines - at least one */
function binOf(lines: readonly MetricsLine[]): MetricsBin {
  const first = lines[0]!;
  const last = lines[lines.length - 1]!;
  const over = (field: (line: MetricsLine) => number | undefined): number | undefined =>
    meanOver(lines, field);
  const optional = {
    kl: over(({ kl }) => kl),
    surrogateGain: over(({ surrogate }) => surrogate && surrogate.before - surrogate.after),
    lineSearchSteps: over(({ lineSearchSteps }) => lineSearchSteps),
    acceptedShare: over(({ stepAccepted }) =>
      stepAccepted === undefined ? undefined : Number(stepAccepted),
    ),
  };
  return {
    outerSteps: [first.outerStep, last.outerStep],
    preAdaptation: over(({ preAdaptation }) => preAdaptation.return) ?? 0,
    postAdaptation: over(({ postAdaptation }) => postAdaptation.return) ?? 0,
    environmentSteps: last.environmentSteps,
    ...presentFields(optional),
  };
}
