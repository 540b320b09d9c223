// Runs programs: finds or builds the session of a program's structure, feeds it and hands out the results.

import { AcclimateError, BackendError } from "../../errors.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { encodeModel, nameOf } from "./model.ts";
import { unreadable } from "./node.ts";
import type { GraphNode, Values } from "./node.ts";
import { linearise } from "./program.ts";
import type { Program } from "./program.ts";
import type {
  AsyncSession,
  Fetches,
  Runtime,
  RuntimeTensor,
  RuntimeTensors,
  Session,
} from "./runtime.ts";
import { sessionThreads } from "./session-threads.ts";
import type { Counters } from "./stats.ts";

/** The most sessions held. A training step needs about ten; each keeps the memory of its largest run. */
export const MAX_SESSIONS = 64;

/**
 * Programs whose largest operator has less work run on one thread: handing work over and waiting for it costs more than it
 * saves. docs/engine.md has the measurements.
 */
const PARALLEL_WORK = 100_000;

/** Multiplications of a matrix product that take as long as one element of another operator. */
const MULTIPLICATIONS_PER_ELEMENT = 32;

/** A loaded model with what every run of it needs. */
interface Loaded<S extends Session | AsyncSession> {
  readonly session: S;
  readonly outputNames: readonly string[];
  /** Asks for every output, none of them allocated. */
  readonly fetches: Fetches;
  /** Of one run. */
  readonly matrixFlops: number;
  dispose(): unknown;
}

/** Runs programs on a runtime. */
export class Executor {
  private readonly runtime: Runtime;
  private readonly counters: Counters;
  private readonly sessions = new BoundedCache<Loaded<Session>>(MAX_SESSIONS);
  private readonly asyncSessions = new BoundedCache<Loaded<AsyncSession>>(MAX_SESSIONS);

  constructor(runtime: Runtime, counters: Counters) {
    this.runtime = runtime;
    this.counters = counters;
  }

  /** Number of sessions held. */
  get sessionsHeld(): number {
    return this.sessions.size + this.asyncSessions.size;
  }

  /** Whether programs run at once, so that reads can be synchronous. */
  get isSynchronous(): boolean {
    return this.runtime.synchronous;
  }

  /**
   * Runs a program on given inputs.
   *
   * @param feeds - the inputs by name, `i0`, `i1`, …
   * @returns the outputs in the order of `program.outputs`
   * @throws {@link BackendError} if the runtime is asynchronous
   */
  execute(program: Program, feeds: RuntimeTensors): Values[] {
    const { session, fetches, outputNames, matrixFlops } = this.load(program);
    const start = performance.now();
    const results = reportFailure(program, () => session.run(feeds, fetches));
    this.count(program, matrixFlops, start);
    return outputNames.map((name) => results[name]!.data);
  }

  /**
   * Runs a program on given inputs and writes its outputs to given arrays.
   *
   * @param feeds - the inputs by name, `i0`, `i1`, …
   * @param outputs - in the order of `program.outputs`
   * @throws {@link BackendError} if the runtime is asynchronous
   */
  executeInto(program: Program, feeds: RuntimeTensors, outputs: readonly Values[]): void {
    const { session, outputNames, matrixFlops } = this.load(program, true);
    const [first, ...names] = outputNames as [string, ...string[]];
    const targets: Record<string, RuntimeTensor | null> = { [first]: null };
    program.outputs.forEach((node, i) => {
      targets[names[i]!] = tensorOf(node, outputs[i]!);
    });
    const start = performance.now();
    reportFailure(program, () => {
      session.runInto(feeds, targets);
    });
    this.count(program, matrixFlops, start);
  }

  /**
   * Computes the outputs of a program, all of whose inputs have values, and settles them.
   *
   * @throws {@link BackendError} if the runtime is asynchronous
   */
  runSync(program: Program): void {
    settle(program, this.execute(program, feedsOf(program)));
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
      const facts = factsOf(program);
      const session = await runtime.load(model, optionsFor(program));
      this.counters.sessionsBuilt++;
      loaded = { session, ...facts, dispose: () => session.dispose() };
      this.asyncSessions.set(program.key, loaded);
    }
    const start = performance.now();
    const results = await loaded.session.run(feeds, loaded.fetches);
    settle(
      program,
      loaded.outputNames.map((name) => results[name]!.data),
    );
    this.count(program, loaded.matrixFlops, start);
  }

  /** Releases the session of a program, if there is one. The program can still run: it is built again. */
  forget(program: Program): void {
    this.sessions.delete(program.key);
    this.sessions.delete(intoKey(program));
  }

  /** Releases every session. */
  dispose(): void {
    this.sessions.clear();
    this.asyncSessions.clear();
  }

  /** @param beginsUnreadable - puts an output before all others that ends the copying of outputs */
  private load(program: Program, beginsUnreadable = false): Loaded<Session> {
    const key = beginsUnreadable ? intoKey(program) : program.key;
    const known = this.sessions.get(key);
    if (known !== undefined) return known;
    const { runtime } = this;
    if (!runtime.synchronous) {
      throw new BackendError(
        `onnx backend: dataSync() needs onnxruntime-node 1.30.0, whose native binding is known, ` +
          `got version ${runtime.version}; use \`await tensor.data()\`, or install that version`,
      );
    }
    const start = performance.now();
    // A program that ran before may have shared nodes with others since: its nodes get their positions anew.
    const { outputs } = program;
    const listed = linearise(beginsUnreadable ? [unreadable(), ...outputs] : outputs);
    const session = reportFailure(listed, () =>
      runtime.load(encodeModel(listed), optionsFor(listed)),
    );
    const loaded = {
      session,
      ...factsOf(listed),
      dispose: (): void => {
        session.dispose();
      },
    };
    this.sessions.set(key, loaded);
    this.counters.sessionsBuilt++;
    this.counters.buildMs += performance.now() - start;
    return loaded;
  }

  private count(program: Program, matrixFlops: number, start: number): void {
    this.counters.runs++;
    this.counters.matrixFlops += matrixFlops;
    this.counters.nodesRun += program.nodes.length;
    this.counters.runMs += performance.now() - start;
  }
}

/** What {@link Loaded} has besides the session. */
function factsOf(
  program: Program,
): Pick<Loaded<Session>, "outputNames" | "fetches" | "matrixFlops"> {
  const outputNames = program.outputs.map(nameOf);
  const fetches = Object.fromEntries(outputNames.map((name) => [name, null]));
  return { outputNames, fetches, matrixFlops: matrixFlopsOf(program) };
}

function feedsOf({ inputs }: Program): RuntimeTensors {
  return Object.fromEntries(inputs.map((node, i) => [`i${i}`, tensorOf(node, node.values!)]));
}

/** The key of the session whose outputs are written to given arrays. */
function intoKey({ key }: Program): string {
  return `${key} into`;
}

/** Values as ONNX Runtime takes them, in the shape and type of a node. */
function tensorOf({ dtype, shape }: GraphNode, values: Values): RuntimeTensors[string] {
  return { type: dtype, dims: shape, data: values, location: "cpu" };
}

function settle(program: Program, results: readonly Values[]): void {
  program.outputs.forEach((node, i) => {
    node.settle(results[i]!);
  });
}

/** Names the operations of a program that ONNX Runtime refuses; its message names the node. */
function reportFailure<T>(program: Program, action: () => T): T {
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

function optionsFor({ nodes }: Program): { intraOpNumThreads: number } {
  const largest = nodes.reduce((work, node) => Math.max(work, workOf(node)), 0);
  return { intraOpNumThreads: largest < PARALLEL_WORK ? 1 : sessionThreads() };
}

/** How long an operator takes, in elements of an elementwise one. */
function workOf(node: GraphNode): number {
  return Math.max(node.size, multiplicationsOf(node) / MULTIPLICATIONS_PER_ELEMENT);
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
