// Layer 5: plays trials in worker threads.

import { Piscina } from "piscina";
import type { MeasureJob } from "./measure.ts";

/** True if this runs from source, false if it was built. */
const IS_SOURCE = import.meta.url.endsWith(".ts");

/** Trials of one message to a worker: a fraction of a second of work. */
const TRIALS_PER_JOB = 250;

/** Plays trials in parallel. */
export interface TrialPool {
  /** Plays trials 0 to `count - 1`. @returns `[count]`: the total reward of each */
  play(job: Omit<MeasureJob, "begin" | "end">, count: number): Promise<Float64Array>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Where and how a pool works. */
export interface TrialPoolOptions {
  /** Address of the file with the reproduction. */
  readonly file: URL;
  /** Threads. */
  readonly workers: number;
  /** Ends what is under way; `play` is then rejected. */
  readonly signal?: AbortSignal;
}

/** Starts worker threads. */
export function createTrialPool({ file, workers, signal }: TrialPoolOptions): TrialPool {
  const extension = IS_SOURCE ? ".ts" : ".js";
  const pool = new Piscina<MeasureJob, Float64Array>({
    filename: new URL(`./worker${extension}`, import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    workerData: { file: file.href },
    execArgv: [...process.execArgv, ...(IS_SOURCE ? registerTypeScript() : [])],
  });
  const close = (): Promise<void> => pool.destroy();
  signal?.addEventListener("abort", () => void close());
  return {
    async play(job, count) {
      const begins = Array.from(
        { length: Math.ceil(count / TRIALS_PER_JOB) },
        (_, i) => i * TRIALS_PER_JOB,
      );
      const parts = await Promise.all(
        begins.map((begin) =>
          pool.run({ ...job, begin, end: Math.min(begin + TRIALS_PER_JOB, count) }),
        ),
      );
      const totals = new Float64Array(count);
      parts.forEach((part, i) => totals.set(part, begins[i]));
      return totals;
    },
    close,
  };
}

/** Arguments that let a worker thread import TypeScript: tsx registers itself in the main thread only. */
function registerTypeScript(): readonly string[] {
  const tsx = import.meta.resolve("tsx/esm/api");
  const source = `import { register } from ${JSON.stringify(tsx)}; register();`;
  return ["--import", `data:text/javascript,${encodeURIComponent(source)}`];
}
