// Runs programs: finds or builds the session of a program's structure, feeds it and stores the results in the nodes.

import { availableParallelism } from "node:os";
import { AcclimateError, BackendError } from "../../errors.ts";
import { encodeModel, nameOf } from "./model.ts";
import type { GraphNode, Values } from "./node.ts";
import type { Program } from "./program.ts";
import { SessionCache } from "./sessions.ts";
import type { AsyncSession, Fetches, Runtime, RuntimeTensors, Session } from "./runtime.ts";
import type { Counters } from "./stats.ts";

/** The most sessions held. A training step needs about ten; each keeps the memory of its largest run. */
export const MAX_SESSIONS = 64;

/** Programs that touch fewer elements run on one thread: handing work to another costs more than it saves. */
const PARALLEL_ELEMENTS = 20_000;

/** A session with the names of its program's outputs, ready to run. */
interface Loaded<S extends Session | AsyncSession> {
  readonly session: S;
  readonly outputNames: readonly string[];
  readonly fetches: Fetches;
  /** Of one run. */
  readonly matrixFlops: number;
  dispose(): unknown;
}

/** Runs programs on a runtime. */
export class Executor {
  private readonly runtime: Runtime;
  private readonly counters: Counters;
  private readonly sessions = new SessionCache<Loaded<Session>>(MAX_SESSIONS);
  private readonly asyncSessions = new SessionCache<Loaded<AsyncSession>>(MAX_SESSIONS);

  constructor(runtime: Runtime, counters: Counters) {
    this.runtime = runtime;
    this.counters = counters;
  }

  /** Number of sessions held. */
  get sessionsHeld(): number {
    return this.sessions.size + this.asyncSessions.size;
  }

  /** Whether {@link Executor.runSync} works. */
  get isSynchronous(): boolean {
    return this.runtime.synchronous;
  }

  /**
   * Computes the outputs of a program and settles them.
   *
   * @throws BackendError if the runtime is asynchronous
   */
  runSync(program: Program): void {
    const { runtime } = this;
    if (!runtime.synchronous) {
      throw new BackendError(
        `onnx backend: dataSync() needs onnxruntime-node 1.30.0, whose native binding is known, ` +
          `got version ${runtime.version}; use \`await tensor.data()\`, or install that version`,
      );
    }
    let loaded = this.sessions.get(program.key);
    if (loaded === undefined) {
      loaded = this.timeBuild(program, () => {
        const session = runtime.load(encodeModel(program), optionsFor(program));
        return ready(session, program);
      });
      this.sessions.set(program.key, loaded);
    }
    const start = performance.now();
    settle(
      program,
      loaded.outputNames,
      run(program, () => loaded.session.run(feedsOf(program), loaded.fetches)),
    );
    this.count(program, loaded.matrixFlops, start);
  }

  /** Computes the outputs of a program and settles them once they are there. */
  async run(program: Program): Promise<void> {
    const { runtime } = this;
    if (runtime.synchronous) {
      this.runSync(program);
      return;
    }
    // Names depend on positions, which another program may change while this one waits.
    const feeds = feedsOf(program);
    let loaded = this.asyncSessions.get(program.key);
    if (loaded === undefined) {
      const model = encodeModel(program);
      const outputNames = program.outputs.map(nameOf);
      const matrixFlops = matrixFlopsOf(program);
      const session = await runtime.load(model, optionsFor(program));
      this.counters.sessionsBuilt++;
      loaded = {
        session,
        outputNames,
        fetches: fetchesOf(outputNames),
        matrixFlops,
        dispose: () => session.dispose(),
      };
      this.asyncSessions.set(program.key, loaded);
    }
    const start = performance.now();
    settle(program, loaded.outputNames, await loaded.session.run(feeds, loaded.fetches));
    this.count(program, loaded.matrixFlops, start);
  }

  /** Releases every session. */
  dispose(): void {
    this.sessions.clear();
    this.asyncSessions.clear();
  }

  private timeBuild<T>(program: Program, build: () => T): T {
    const start = performance.now();
    const result = run(program, build);
    this.counters.sessionsBuilt++;
    this.counters.buildMs += performance.now() - start;
    return result;
  }

  private count(program: Program, matrixFlops: number, start: number): void {
    this.counters.runs++;
    this.counters.matrixFlops += matrixFlops;
    this.counters.nodesRun += program.nodes.length;
    this.counters.runMs += performance.now() - start;
  }
}

function ready<S extends Session>(session: S, program: Program): Loaded<S> {
  const outputNames = program.outputs.map(nameOf);
  const matrixFlops = matrixFlopsOf(program);
  const dispose = (): void => {
    session.dispose();
  };
  return { session, outputNames, fetches: fetchesOf(outputNames), matrixFlops, dispose };
}

function fetchesOf(names: readonly string[]): Fetches {
  return Object.fromEntries(names.map((name) => [name, null]));
}

function feedsOf({ inputs }: Program): RuntimeTensors {
  const feeds: RuntimeTensors = {};
  for (let i = 0; i < inputs.length; i++) {
    const { dtype, shape, values } = inputs[i]!;
    feeds[`i${i}`] = { type: dtype, dims: shape, data: values as Values, location: "cpu" };
  }
  return feeds;
}

function settle(program: Program, names: readonly string[], results: RuntimeTensors): void {
  program.outputs.forEach((node, i) => {
    node.settle(results[names[i]!]!.data);
  });
}

/** Names the operations of a program that ONNX Runtime refuses; its message names the node. */
function run<T>(program: Program, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AcclimateError(
      `onnx backend: a graph of ${program.nodes.length} nodes must run, got "${reason}"`,
      { cause: error },
    );
  }
}

function optionsFor({ nodes, inputs }: Program): { intraOpNumThreads: number } {
  const elements = [...nodes, ...inputs].reduce((sum, node) => sum + workOf(node), 0);
  return { intraOpNumThreads: elements < PARALLEL_ELEMENTS ? 1 : availableParallelism() };
}

/** Multiplications of a matrix product, elements written by any other operator. */
function workOf(node: GraphNode): number {
  return multiplicationsOf(node) || node.size;
}

function matrixFlopsOf({ nodes }: Program): number {
  return 2 * nodes.reduce((sum, node) => sum + multiplicationsOf(node), 0);
}

/** Multiplications of a matrix product; 0 for every other operator. */
function multiplicationsOf({ op, inputs, size, attributes }: GraphNode): number {
  if (op !== "MatMul" && op !== "FusedMatMul") return 0;
  const a = inputs[0] as GraphNode;
  return size * (a.shape.at(attributes["transA"] === 1 ? -2 : -1) ?? 1);
}
