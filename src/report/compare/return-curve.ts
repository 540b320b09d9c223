// Layer 5: returns over environment steps, averaged over seeds: methods take different numbers of them in an outer step.

import type { MetricsLine } from "../../train/metrics.ts";
import { estimateOverSeeds } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import { interpolate } from "./interpolate.ts";
import type { XY } from "./interpolate.ts";
import type { Method } from "./method.ts";

/** When the episodes were played. */
export type Phase = "preAdaptation" | "postAdaptation";

/** A point of a curve: the mean over seeds. */
export interface ReturnCurvePoint extends Estimate {
  /** Environment steps since the run began. */
  readonly environmentSteps: number;
}

/** Points of a curve at most; of longer runs, neighbouring outer steps are averaged first. */
const MOST_POINTS = 250;

/**
 * Averages the curves of a method's runs on evenly spaced numbers of environment steps, as many as outer steps, within the
 * range that all runs cover; between outer steps a curve is a straight line.
 * @returns nothing if the runs have no number of environment steps in common
 */
export function returnCurve({ runs }: Method, phase: Phase): readonly ReturnCurvePoint[] {
  const curves = runs.map(({ metrics }) => pointsOf(metrics, phase));
  const first = Math.max(...curves.map((curve) => (curve[0] as XY).x));
  const last = Math.min(...curves.map((curve) => (curve.at(-1) as XY).x));
  if (first > last) return [];
  const count = first === last ? 1 : Math.min(...curves.map((curve) => curve.length));
  return Array.from({ length: count }, (_, index) => {
    // The ends are taken as they are: rounding could put them outside of a curve.
    const isLast = index === count - 1;
    const environmentSteps = isLast ? last : first + ((last - first) * index) / (count - 1);
    const values = curves.map((curve) => interpolate(curve, environmentSteps) as number);
    return { environmentSteps, ...estimateOverSeeds(values) };
  });
}

/** The points of a run, neighbouring ones averaged where there are too many. */
function pointsOf(metrics: readonly MetricsLine[], phase: Phase): readonly XY[] {
  const size = Math.ceil(metrics.length / MOST_POINTS);
  return Array.from({ length: Math.ceil(metrics.length / size) }, (_, bin) => {
    const lines = metrics.slice(bin * size, (bin + 1) * size);
    const mean = (value: (line: MetricsLine) => number): number =>
      lines.reduce((sum, line) => sum + value(line), 0) / lines.length;
    return { x: mean((line) => line.environmentSteps), y: mean((line) => line[phase].return) };
  });
}
