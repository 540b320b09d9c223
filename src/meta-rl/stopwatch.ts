// Layer 4: the phases of an outer step of reinforcement learning.

import { createStopwatch } from "../meta/stopwatch.ts";
import type { PhaseSeconds as SecondsOf, Stopwatch as StopwatchOf } from "../meta/stopwatch.ts";

const phases = ["rollout", "adapt", "gradient", "direction", "lineSearch"] as const;

/** The phases that are timed. */
export type Phase = (typeof phases)[number];

/** Wall-clock seconds of the phases of one outer step. */
export type PhaseSeconds = SecondsOf<Phase>;

/** Adds up wall-clock seconds by phase. */
export type Stopwatch = StopwatchOf<Phase>;

/** Starts a stopwatch with all phases at 0. */
export function startStopwatch(): Stopwatch {
  return createStopwatch(phases);
}
