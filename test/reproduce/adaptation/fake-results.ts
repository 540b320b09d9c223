// What runs yield, and the plans of runs, with numbers that tests choose.

import type { Json } from "../../../src/json.ts";
import type {
  AdaptationMethod,
  AdaptationPanel,
} from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import type { MethodResults } from "../../../src/reproduce/adaptation/make-panel-table.ts";
import type { PlannedRun } from "../../../src/reproduce/adaptation/plan-runs.ts";
import type { SeedResult } from "../../../src/reproduce/adaptation/seed-result.ts";
import type { Measure } from "../../../src/train/evaluation-curve.ts";
import { hit } from "./fake-adaptation.ts";

/** What a result is made from; the rest has no meaning. */
export interface ResultSketch {
  readonly measure?: Measure;
  readonly seed?: number;
  /** After 0, 1, … inner steps; their intervals are ± 0.1. */
  readonly means?: readonly number[];
  readonly protocol?: SeedResult["protocol"];
  readonly heldOutTasks?: readonly Json[];
  readonly takenBack?: number;
}

/** Makes what a run yields; it took ten seconds. */
export function sketchResult({
  measure = "return",
  seed = 1,
  means = [0, 1],
  protocol = {},
  heldOutTasks = [{ target: 1 }],
  takenBack = 0,
}: ResultSketch = {}): SeedResult {
  const points = means.map((mean, innerSteps) => ({
    innerSteps,
    mean,
    ci95: [mean - 0.1, mean + 0.1] as const,
  }));
  return { seed, measure, points, protocol, heldOutTasks, takenBack, seconds: 10 };
}

/** Makes the results of a method, one a seed from 1 on. @param means - `[seeds][innerSteps + 1]` */
export function sketchResults(
  method: AdaptationMethod,
  means: readonly (readonly number[])[],
  measure: Measure = "return",
): MethodResults {
  const results = means.map((ofSeed, index) =>
    sketchResult({ seed: index + 1, means: ofSeed, measure }),
  );
  return { method, results };
}

/** Plans a run without its configuration. */
export function sketchRun(method: string, seed: number, panel: AdaptationPanel = hit): PlannedRun {
  const found = panel.methods.find(({ name }) => name === method) as AdaptationMethod;
  return {
    panel,
    method: found,
    seed,
    name: `${panel.name}/${method}-seed-${seed}`,
    overrides: [],
    config: { seed, outerSteps: 4, learner: "fake", evaluation: { tasks: 1, innerSteps: 1 } },
  };
}
