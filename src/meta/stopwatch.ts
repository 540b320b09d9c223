// Layer 4: wall-clock time of the phases of an outer step.

/** Wall-clock seconds of some phases; `total` has all that passed, what belongs to no phase included. */
export type PhaseSeconds<Phase extends string = string> = Readonly<Record<Phase, number>> & {
  readonly total: number;
};

/** Adds up wall-clock seconds by phase. */
export interface Stopwatch<Phase extends string = string> {
  /** Runs `f` and adds the time that it took to `phase`. */
  time<T>(phase: Phase, f: () => T): T;
  /** The seconds so far; `total` counts from the making of the stopwatch. */
  seconds(): PhaseSeconds<Phase>;
}

/** Starts a stopwatch with all phases at 0. */
export function createStopwatch<Phase extends string>(phases: readonly Phase[]): Stopwatch<Phase> {
  const start = performance.now();
  const spent = Object.fromEntries(phases.map((phase) => [phase, 0])) as Record<Phase, number>;
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
