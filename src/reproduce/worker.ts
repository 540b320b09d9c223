// Layer 5: what a worker thread of a reproduction runs: imports the reproduction's file once, then plays what it is told.

import { workerData } from "node:worker_threads";
import { measure } from "./measure.ts";
import type { MeasureJob } from "./measure.ts";
import { checkReproduction } from "./reproduction.ts";

const { file } = workerData as { readonly file: string };
const { default: reproduction } = (await import(file)) as { default?: unknown };
checkReproduction(`default export of ${file}`, reproduction);
const checked = reproduction;

/** Plays the trials of a job. */
export default function run(job: MeasureJob): Float64Array {
  return measure(checked, job);
}
