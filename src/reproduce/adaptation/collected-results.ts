// Layer 5: the results of runs as they come in, in any order, and the table of what is finished.

import type { AdaptationMethod, AdaptationReproduction } from "./adaptation-reproduction.ts";
import type { AdaptationTable } from "./adaptation-table.ts";
import { makeAdaptationTable } from "./make-adaptation-table.ts";
import type { SeedResult } from "./make-adaptation-table.ts";
import type { PlannedRun } from "./plan-runs.ts";

/** Collects the results of planned runs. */
export interface CollectedResults {
  /** Keeps the result of a run. */
  add(run: PlannedRun, result: SeedResult): void;
  /** Tells whether all runs of a method have a result. */
  isFinished(method: AdaptationMethod): boolean;
  /** Makes the table of the methods that are finished. */
  table(): AdaptationTable;
}

/** What is collected for. */
export interface CollectOptions {
  readonly reproduction: AdaptationReproduction;
  readonly settings: Pick<AdaptationTable, "seeds" | "outerSteps" | "backend">;
  /** All of them. */
  readonly runs: readonly PlannedRun[];
}

/** Begins to collect results. */
export function collectResults({ reproduction, settings, runs }: CollectOptions): CollectedResults {
  const results = new Map<PlannedRun, SeedResult>();
  const methods = [...new Set(runs.map(({ method }) => method))];
  const resultsOf = (method: AdaptationMethod): readonly SeedResult[] =>
    runs.filter((run) => run.method === method).flatMap((run) => results.get(run) ?? []);
  const isFinished = (method: AdaptationMethod): boolean =>
    runs.every((run) => run.method !== method || results.has(run));
  return {
    add: (run, result) => void results.set(run, result),
    isFinished,
    table: () => {
      const finished = methods
        .filter(isFinished)
        .map((method) => ({ method, results: resultsOf(method) }));
      return makeAdaptationTable({ reproduction, settings, finished });
    },
  };
}
