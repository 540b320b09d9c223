// Layer 4: the phases of an outer step on supervised tasks.

import { createStopwatch } from "../meta/stopwatch.ts";
import type { Stopwatch } from "../meta/stopwatch.ts";

const phases = ["sample", "adapt", "gradient"] as const;

/** The phases that are timed: drawing tasks, inner steps by value, the outer gradient with the inner steps in it. */
export type FewShotPhase = (typeof phases)[number];

/** Adds up wall-clock seconds by phase. */
export type FewShotStopwatch = Stopwatch<FewShotPhase>;

/** Starts a stopwatch with all phases at 0. */
export function startFewShotStopwatch(): FewShotStopwatch {
  return createStopwatch(phases);
}
