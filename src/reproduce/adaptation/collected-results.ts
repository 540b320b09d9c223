// Layer 5: the results of runs as they come in, in any order, and the tables of what is finished.

import type { AdaptationMethod, AdaptationPanel } from "./adaptation-panel.ts";
import type { AdaptationTable } from "./adaptation-table.ts";
import { compareResults } from "./comparable-results.ts";
import { makePanelTable } from "./make-panel-table.ts";
import type { MethodResults } from "./make-panel-table.ts";
import type { PlannedRun } from "./plan-runs.ts";
import type { AdaptationSettings } from "./reproduction-folder.ts";
import type { SeedResult } from "./seed-result.ts";

/** Collects the results of planned runs. */
export interface CollectedResults {
  /**
   * Keeps the result of a run.
   * @throws {@link ConfigError} if it cannot be compared with those of the same panel
   */
  add(run: PlannedRun, result: SeedResult): void;
  /** Tells whether all runs of the method that a run is of have a result. */
  isFinished(run: PlannedRun): boolean;
  /** Makes the tables of the methods that are finished. */
  table(): AdaptationTable;
}

/** Begins to collect results. @param runs - all of them */
export function collectResults(
  settings: AdaptationSettings,
  runs: readonly PlannedRun[],
): CollectedResults {
  const results = new Map<PlannedRun, SeedResult>();
  const comparable = compareResults();
  const panels = [...new Set(runs.map(({ panel }) => panel))];
  const runsOf = (panel: AdaptationPanel, method: AdaptationMethod): readonly PlannedRun[] =>
    runs.filter((run) => run.panel === panel && run.method === method);
  const isFinished = ({ panel, method }: Pick<PlannedRun, "panel" | "method">): boolean =>
    runsOf(panel, method).every((run) => results.has(run));
  const finishedOf = (panel: AdaptationPanel): readonly MethodResults[] =>
    panel.methods
      .filter((method) => isFinished({ panel, method }))
      .map((method) => ({
        method,
        results: runsOf(panel, method).flatMap((run) => results.get(run) ?? []),
      }));
  return {
    add(run, result) {
      comparable.check(run, result);
      results.set(run, result);
    },
    isFinished,
    table() {
      const finished = panels.map((panel) => ({ panel, methods: finishedOf(panel) }));
      const all = finished.flatMap(({ methods }) => methods.flatMap((one) => one.results));
      return {
        kind: "adaptation",
        ...settings,
        seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
        panels: finished.flatMap(({ panel, methods }) => makePanelTable(panel, methods) ?? []),
      };
    },
  };
}
