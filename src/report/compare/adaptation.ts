// Layer 5: what methods return on held-out tasks after each number of inner steps.

import { estimateOverSeeds } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { Method } from "./method.ts";

/** An estimate after a number of inner steps. */
export interface InnerStepsEstimate extends Estimate {
  readonly innerSteps: number;
}

/** Returns on held-out tasks. */
export interface Adaptation {
  /** What the intervals are over: seeds where there are several, tasks where there is one seed. */
  readonly over: "seeds" | "tasks";
  /** After 0, 1, … inner steps. */
  readonly returns: readonly InnerStepsEstimate[];
}

/** Averages the evaluations of a method's runs. */
export function adaptationOf({ runs }: Method): Adaptation {
  const evaluations = runs.map(({ evaluation }) => evaluation);
  const [first] = evaluations;
  if (first === undefined || evaluations.length > 1) {
    const count = Math.min(...evaluations.map(({ returns }) => returns.length));
    const returns = Array.from({ length: count }, (_, innerSteps) => ({
      innerSteps,
      ...estimateOverSeeds(evaluations.map((one) => one.returns[innerSteps]?.mean as number)),
    }));
    return { over: "seeds", returns };
  }
  const returns = first.returns.map(({ mean, ci95 }, innerSteps) =>
    first.perTask.length < 2 ? { innerSteps, mean } : { innerSteps, mean, ci95 },
  );
  return { over: "tasks", returns };
}
