// Layer 6: trains the runs of a reproduction, each in a process of its own: one that fails takes no other with it, and each
// gives its memory back.

import { join } from "node:path";
import { sessionThreads, THREADS_VARIABLE } from "../backend/onnx/session-threads.ts";
import { AcclimateError, ConfigError } from "../errors.ts";
import type { PlannedRun } from "../reproduce/adaptation/plan-runs.ts";
import { prepareRun } from "../reproduce/adaptation/run-state.ts";
import type { RunState } from "../reproduce/adaptation/run-state.ts";
import { runAcclimateProcess } from "./acclimate-process.ts";
import { exitCodes } from "./exit-codes.ts";
import { experimentArgument } from "./experiment-argument.ts";

/** What to train, and where. */
export interface TrainRunsOptions {
  /** Each run gets a folder of its name in it. */
  readonly folder: string;
  readonly runs: readonly PlannedRun[];
  readonly backend: string;
  /** Runs at once. */
  readonly workers: number;
  /** Lets the runs that are under way end with a checkpoint, and starts no other. */
  readonly signal: AbortSignal;
  /** Called before a run is trained, or left as it is if it is completed. */
  readonly onBegin: (run: PlannedRun, state: RunState, folder: string) => void;
  /** Called once a run is completed. */
  readonly onCompleted: (run: PlannedRun, folder: string) => Promise<void>;
}

/**
 * Trains runs that are new, goes on with those that were interrupted, and leaves those that are completed.
 *
 * @returns true if all are completed, false if they were interrupted
 * @throws {@link ConfigError} if a folder holds another run, or a run cannot be configured; the others are interrupted then
 * @throws {@link AcclimateError} naming the runs that failed; all others were trained
 */
export async function trainRuns(options: TrainRunsOptions): Promise<boolean> {
  const { runs, workers } = options;
  const queue = runs.map((run) => {
    const folder = join(options.folder, run.name);
    return { run, folder, state: prepareRun(folder, run) };
  });
  const stop = new AbortController();
  const errors: unknown[] = [];
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const failure = await completeRun(options, next, signal);
      if (failure !== undefined) failures.push(failure);
    }
  };
  const workings = Array.from({ length: Math.min(workers, runs.length) }, () =>
    work().catch((error: unknown) => {
      errors.push(error);
      stop.abort();
    }),
  );
  await Promise.all(workings);
  if (errors.length > 0) throw errors[0];
  if (signal.aborted) return false;
  if (failures.length === 0) return true;
  throw new AcclimateError(
    `reproduce: every run must be completed, got ${failures.length} that failed\n${failures.join("\n")}`,
  );
}

interface FolderOfRun {
  readonly run: PlannedRun;
  readonly folder: string;
  readonly state: RunState;
}

/** @returns what went wrong with this run; undefined if nothing did, or it was interrupted */
async function completeRun(
  options: TrainRunsOptions,
  { run, folder, state }: FolderOfRun,
  signal: AbortSignal,
): Promise<string | undefined> {
  options.onBegin(run, state, folder);
  if (state !== "completed") {
    const args = state === "new" ? trainArguments(options, run, folder) : ["resume", folder];
    const { exitCode, messages } = await runAcclimateProcess([...args, "--quiet"], signal, {
      [THREADS_VARIABLE]: String(threadsOfRun(options)),
    });
    const message = messages.replace(/^error: /gm, "");
    if (exitCode === exitCodes.usage) throw new ConfigError(message);
    if (exitCode !== exitCodes.done) {
      return signal.aborted ? undefined : `${run.name}: ${message || describeEnd(exitCode)}`;
    }
    prepareRun(folder, run); // what was trained is what was planned
  }
  await options.onCompleted(run, folder);
  return undefined;
}

/** Runs at once share the cores: threads that wait for one another on a core that others use are slower than one thread. */
function threadsOfRun({ workers, runs }: TrainRunsOptions): number {
  return Math.max(1, Math.floor(sessionThreads() / Math.min(workers, runs.length)));
}

function trainArguments(
  { backend }: TrainRunsOptions,
  { panel, method, seed, outerSteps, overrides }: PlannedRun,
  folder: string,
): readonly string[] {
  return [
    ...["train", experimentArgument(panel), "--preset", method.preset, "--seed", String(seed)],
    ...(outerSteps === undefined ? [] : ["--outer-steps", String(outerSteps)]),
    ...overrides.flatMap((override) => ["--set", override]),
    ...["--backend", backend, "--out", folder],
  ];
}

function describeEnd(exitCode: number | null): string {
  if (exitCode === exitCodes.interrupted) return "was interrupted";
  return exitCode === null ? "was ended by a signal" : `ended with exit code ${exitCode}`;
}
