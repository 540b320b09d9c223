// Layer 4: the outer method of MAML and TRPO: one trust-region step on the problem of an outer step.

import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import type { ImproveInput, Improvement } from "./outer-step.ts";
import type { TrustRegionObjective, TrustRegionOptions } from "./trust-region-objective.ts";
import { trustRegionStep } from "./trust-region.ts";

/** Settings of TRPO, of which two may depend on the outer step. */
export interface TrustRegionSettings extends Omit<TrustRegionOptions, "maxKl" | "cgDamping"> {
  readonly maxKl: Schedule;
  readonly cgDamping: Schedule;
}

/** What a trust-region step adds to a report. */
export interface TrustRegionReport {
  readonly kl: number;
  readonly surrogate: { readonly before: number; readonly after: number };
  readonly lineSearchSteps: number;
  readonly stepAccepted: boolean;
}

/** Makes one trust-region step. */
export function trustRegionImprovement(
  {
    problem,
    meta,
    outerStep,
    stopwatch,
  }: ImproveInput<TrustRegionObjective, "direction" | "lineSearch">,
  config: TrustRegionSettings,
): Improvement<TrustRegionReport> {
  const at = { outerStep, innerStep: 0 };
  const options = {
    ...config,
    maxKl: valueAt(config.maxKl, at),
    cgDamping: valueAt(config.cgDamping, at),
  };
  const found = trustRegionStep(problem, meta, options, stopwatch);
  return {
    meta: found.params,
    report: {
      kl: found.kl,
      surrogate: { before: problem.loss, after: found.loss },
      lineSearchSteps: found.trials,
      stepAccepted: found.isAccepted,
    },
  };
}
