// Layer 5: how many environment steps and seconds it takes to come to a return.

import { secondsOf } from "../../train/metrics.ts";
import type { MetricsLine } from "../../train/metrics.ts";
import { estimateOverSeeds } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { Method } from "./method.ts";
import { trailingReturns } from "./trailing-return.ts";

/** How far from the worst start to the best end the return lies that is chosen where none is given. */
export const CHOSEN_SHARE = 0.9;

/** The cost of coming to a return; means only if all seeds come to it. */
export interface CostToReturn {
  /** Seeds that come to it. */
  readonly reached: number;
  /** Means over seeds, with intervals. */
  readonly environmentSteps?: Estimate;
  readonly seconds?: Estimate;
}

/** Chooses a return: {@link CHOSEN_SHARE} of the way from the worst first to the best last trailing return of methods. */
export function chooseReturn(methods: readonly Method[]): number {
  const ends = methods.map(({ runs }) => {
    const curves = runs.map(({ metrics }) => trailingReturns(metrics));
    const meanAt = (index: number): number =>
      estimateOverSeeds(curves.map((curve) => curve.at(index) as number)).mean;
    return { first: meanAt(0), last: meanAt(-1) };
  });
  const worst = Math.min(...ends.map(({ first }) => first));
  const best = Math.max(...ends.map(({ last }) => last));
  return worst + CHOSEN_SHARE * (best - worst);
}

/** Measures the cost until the trailing return after adaptation is first at least `target`. */
export function costToReturn({ runs }: Method, target: number): CostToReturn {
  const costs = runs.map(({ metrics }) => costOfRun(metrics, target));
  const found = costs.filter((cost) => cost !== undefined);
  if (found.length < costs.length) return { reached: found.length };
  return {
    reached: found.length,
    environmentSteps: estimateOverSeeds(found.map((cost) => cost.environmentSteps)),
    seconds: estimateOverSeeds(found.map((cost) => cost.seconds)),
  };
}

function costOfRun(
  metrics: readonly MetricsLine[],
  target: number,
): { environmentSteps: number; seconds: number } | undefined {
  const index = trailingReturns(metrics).findIndex((value) => value >= target);
  const line = metrics[index];
  if (line === undefined) return undefined;
  const seconds = secondsOf(metrics.slice(0, index + 1));
  return { environmentSteps: line.environmentSteps, seconds };
}
