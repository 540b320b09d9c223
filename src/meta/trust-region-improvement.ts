// Layer 4: the outer method of MAML and TRPO: one trust-region step on the problem of an outer step.

import { valueAt } from "../schedule.ts";
import type { TrustRegionConfig } from "./learner-config.ts";
import type { ImproveInput, Improvement } from "./outer-step.ts";
import { trustRegionStep } from "./trust-region.ts";

/** Makes one trust-region step. */
export function trustRegionImprovement(
  { problem, meta, outerStep, stopwatch }: ImproveInput,
  config: TrustRegionConfig,
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
