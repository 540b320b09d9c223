// Layer 4: the outer method of MAML and TRPO: one trust-region step on the problem of an outer step.

import { valueAt } from "../schedule.ts";
import type { TrustRegionConfig } from "./learner-config.ts";
import type { OuterProblem } from "./outer-problem.ts";
import type { Improvement } from "./outer-step.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { trustRegionStep } from "./trust-region.ts";

/** What a trust-region step depends on beside its problem. */
export interface TrustRegionImprovementOptions {
  readonly config: TrustRegionConfig;
  readonly outerStep: number;
  readonly stopwatch: Stopwatch;
}

/** Makes one trust-region step. @param meta - the current meta-parameters, `[params]` */
export function trustRegionImprovement(
  problem: OuterProblem,
  meta: Float64Array,
  { config, outerStep, stopwatch }: TrustRegionImprovementOptions,
): Improvement {
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
