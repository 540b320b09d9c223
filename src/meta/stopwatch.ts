// Layer 4: wall-clock time of the phases of an outer step.

import type { PhaseSeconds } from "./learner.ts";

/** The phases that are timed. */
export type Phase = Exclude<keyof PhaseSeconds, "total">;

/** Adds up wall-clock seconds by phase. */
export interface Stopwatch {
  /** Runs `f` and adds the time that it took to `phase`. */
  time<T>(phase: Phase, f: () => T): T;
  /** The seconds so far; `total` counts from the making of the stopwatch. */
  seconds(): PhaseSeconds;
}

/** Starts a stopwatch with all phases at 0. */
export function startStopwatch(): Stopwatch {
  const start = performance.now();
  const spent: Record<Phase, number> = {
    rollout: 0,
    adapt: 0,
    gradient: 0,
    direction: 0,
    lineSearch: 0,
  };
  return {
    time<T>(phase: Phase, f: () => T): T {
      const before = performance.now();
      const result = f();
      spent[phase] += (performance.now() - before) / 1000;
      return result;
    },
    seconds: () => ({ ...spent, total: (performance.now() - start) / 1000 }),
  };
}
