// Counters of the onnx backend, for benchmarks and tests.

/** What the onnx backend did since it started, or since the counters were reset. */
export interface BackendStats {
  /** Models run. */
  readonly runs: number;
  /** Functions traced by `compile`, once for each signature of their arguments. */
  readonly traces: number;
  /** Models built because no session had their structure; the others were replayed. */
  readonly sessionsBuilt: number;
  /** Sessions held now. */
  readonly sessionsHeld: number;
  /** Nodes recorded, equal ones counted once. */
  readonly nodesRecorded: number;
  /** Nodes of all models run. */
  readonly nodesRun: number;
  /** Floating-point operations of the matrix products of all models run, a multiplication and an addition each. */
  readonly matrixFlops: number;
  /** Milliseconds spent recording operations and listing programs. */
  readonly traceMs: number;
  /** Milliseconds spent building models and loading them. */
  readonly buildMs: number;
  /** Milliseconds spent in ONNX Runtime's runs. */
  readonly runMs: number;
}

/** The counters as they are kept. */
export type Counters = { -readonly [Name in Exclude<keyof BackendStats, "sessionsHeld">]: number };

/** Returns counters at 0. */
export function newCounters(): Counters {
  return {
    runs: 0,
    traces: 0,
    sessionsBuilt: 0,
    nodesRecorded: 0,
    nodesRun: 0,
    matrixFlops: 0,
    traceMs: 0,
    buildMs: 0,
    runMs: 0,
  };
}
