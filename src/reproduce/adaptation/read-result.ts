// Layer 5: what a completed run says of the adaptation of its seed.

import { readFinishedRun } from "../../report/compare/finished-run.ts";
import type { SeedResult } from "./make-adaptation-table.ts";
import { secondsOf } from "../../train/metrics.ts";

/** Reads a run folder. @throws {@link ConfigError} if the run is not completed, or a file is damaged */
export function readResult(folder: string): SeedResult {
  const { description, evaluation, metrics } = readFinishedRun(folder);
  return { seed: description.seed, returns: evaluation.returns, seconds: secondsOf(metrics) };
}
