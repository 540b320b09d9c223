// The tfjs backend that defers: tensors point to nodes of a graph, and a read runs what is pending as one model.

import * as tf from "@tensorflow/tfjs-core";
import type { BackendValues, DataType, TensorInfo } from "@tensorflow/tfjs-core";
import { AcclimateError } from "../../errors.ts";
import { Executor } from "./executor.ts";
import { Graph, splatOf } from "./graph.ts";
import { encodeModel } from "./model.ts";
import { sameShape, valuesOf } from "./node.ts";
import type { ElementType, GraphNode, NodeType, Values } from "./node.ts";
import { printGraph } from "./print.ts";
import { linearise } from "./program.ts";
import type { Program } from "./program.ts";
import type { Runtime } from "./runtime.ts";
import { newCounters } from "./stats.ts";
import type { BackendStats } from "./stats.ts";

/** A graph that nobody reads must not grow for ever: it runs when it has this many nodes. */
const MAX_PENDING_NODES = 100_000;

/** A traced function asked for values that only a run has. */
export class ReadWhileTracingError extends AcclimateError {
  constructor() {
    super(
      "compile: a compiled function must not read values of tensors that depend on its arguments, got a read while it was traced",
    );
  }
}

/** What a tensor of tfjs holds: a node, and how many tensors hold it through this object. */
class Holding {
  readonly node: GraphNode;
  references: number;

  constructor(node: GraphNode, references: number) {
    this.node = node;
    this.references = references;
  }
}

/** The part of tfjs's cpu backend that the onnx backend leans on. */
export type CpuBackend = tf.KernelBackend & {
  write(values: BackendValues, shape: number[], dtype: DataType): object;
  readSync(dataId: object): BackendValues;
};

/** A tfjs backend on ONNX Runtime. */
export class OnnxBackend extends tf.KernelBackend {
  /** Runs the models. */
  readonly executor: Executor;
  private recording = new Graph();
  private tracing = false;
  private readonly cpuBackend: () => CpuBackend;
  private counters = newCounters();
  private holdings = 0;
  private lastRun: Promise<void> = Promise.resolve();
  /** Tensors that came from another backend keep the identity that they had there. */
  private readonly moved = new WeakMap<object, Holding>();
  /** Strings and complex numbers live in the cpu backend. */
  private readonly hosted = new WeakSet();

  /**
   * @param runtime - what runs the models
   * @param cpuBackend - returns tfjs's cpu backend, which holds strings and complex numbers; called when one occurs
   */
  constructor(runtime: Runtime, cpuBackend: () => CpuBackend) {
    super();
    this.executor = new Executor(runtime, this.counters);
    this.cpuBackend = cpuBackend;
  }

  /** The graph that kernels record into. */
  get graph(): Graph {
    return this.recording;
  }

  /** Whether a function is being traced, so that there are no values to read. */
  get isTracing(): boolean {
    return this.tracing;
  }

  /**
   * Runs `f` with a graph of its own to record into, which nothing runs.
   *
   * @throws {@link ReadWhileTracingError} if `f` reads a tensor that depends on what it was given
   */
  trace<Result>(f: () => Result): Result {
    this.flush(); // so that what `f` captures is known
    const outer = this.recording;
    this.recording = new Graph({ bakesNumbers: true });
    this.tracing = true;
    this.counters.traces++;
    const start = performance.now();
    const traced = this.counters.traceMs;
    try {
      return f();
    } finally {
      this.counters.nodesRecorded += this.recording.recorded;
      this.counters.traceMs = traced + performance.now() - start;
      this.recording = outer;
      this.tracing = false;
    }
  }

  /** Whether reads can be synchronous. */
  get isSynchronous(): boolean {
    return this.executor.isSynchronous;
  }

  /** Returns the shape and element type of a tensor. */
  typeOf({ shape, dtype }: TensorInfo): NodeType {
    return { shape, dtype: dtype as ElementType };
  }

  /** Returns the elements of a tensor; everything that is pending runs if they are not known. */
  valuesOf(info: TensorInfo): Values {
    return this.readSync(info.dataId) as Values;
  }

  /** What this backend did so far. */
  stats(): BackendStats {
    return { ...this.counters, sessionsHeld: this.executor.sessionsHeld };
  }

  /** Adds time that was spent recording operations. */
  countTrace(milliseconds: number): void {
    this.counters.traceMs += milliseconds;
  }

  /** Returns the node of a tensor, in the tensor's shape; undefined for strings and complex numbers. */
  nodeOf({ dataId, shape }: TensorInfo): GraphNode | undefined {
    const node = this.holding(dataId)?.node;
    if (node === undefined || sameShape(node.shape, shape)) return node;
    return this.graph.reshape(node, shape);
  }

  /** Returns a new tensor that holds a node. */
  tensorOf(node: GraphNode): TensorInfo {
    const isFull = this.graph.recorded > MAX_PENDING_NODES;
    if (isFull && this.executor.isSynchronous && !this.tracing) this.flush();
    this.holdings++;
    this.graph.hold(node);
    return { dataId: new Holding(node, 1), shape: [...node.shape], dtype: node.dtype as DataType };
  }

  /** Returns a tensor that lives in the cpu backend as one of this backend. */
  host(info: TensorInfo): TensorInfo {
    this.hosted.add(info.dataId);
    return info;
  }

  /** Prints the operations that are pending for some tensors. */
  print(tensors: readonly TensorInfo[]): string {
    return printGraph(this.nodesOf(tensors));
  }

  /** Encodes the operations that are pending for some tensors as an ONNX model. */
  encode(tensors: readonly TensorInfo[]): Uint8Array {
    return encodeModel(linearise(this.nodesOf(tensors)));
  }

  /** Computes everything that is pending. */
  flush(): void {
    if (this.tracing) throw new ReadWhileTracingError();
    const program = this.pendingProgram();
    if (program !== undefined) this.executor.runSync(program);
    this.settle();
  }

  override write(values: BackendValues | null, shape: number[], dtype: DataType): object {
    if (isHosted(dtype)) {
      const dataId = this.cpuBackend().write(values as BackendValues, shape, dtype);
      this.hosted.add(dataId);
      return dataId;
    }
    const node = this.upload(values, shape, dtype as ElementType);
    this.holdings++;
    this.graph.hold(node);
    return new Holding(node, 1);
  }

  override move(
    dataId: object,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    references: number,
  ): void {
    const node = this.upload(values, shape, dtype as ElementType);
    this.holdings++;
    this.graph.hold(node);
    this.moved.set(dataId, new Holding(node, references));
  }

  override readSync(dataId: object): BackendValues {
    const node = this.holding(dataId)?.node;
    if (node === undefined) return this.cpuBackend().readSync(dataId);
    const known = knownValues(node);
    if (known !== undefined) return known as BackendValues;
    this.flush();
    return node.values as BackendValues;
  }

  override async read(dataId: object): Promise<BackendValues> {
    const node = this.holding(dataId)?.node;
    if (this.executor.isSynchronous || node === undefined) return this.readSync(dataId);
    if (this.tracing) throw new ReadWhileTracingError();
    // One run at a time, so that the next finds what this one computes.
    const previous = this.lastRun;
    this.lastRun = previous.catch(ignore).then(() => this.compute(node));
    await this.lastRun;
    return knownValues(node) as BackendValues;
  }

  override disposeData(dataId: object, force = false): boolean {
    const holding = this.heldHere(dataId);
    if (holding === undefined) return this.cpuBackend().disposeData(dataId, force);
    holding.references--;
    if (holding.references > 0 && !force) return false;
    this.holdings--;
    this.graph.release(holding.node);
    this.moved.delete(dataId);
    return true;
  }

  override refCount(dataId: object): number {
    const holding = this.heldHere(dataId);
    return holding === undefined ? this.cpuBackend().refCount(dataId) : holding.references;
  }

  override incRef(dataId: object): void {
    const holding = this.heldHere(dataId);
    if (holding === undefined) this.cpuBackend().incRef(dataId);
    else holding.references++;
  }

  override numDataIds(): number {
    return this.holdings;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return true;
  }

  override time(f: () => void): Promise<{ kernelMs: number }> {
    const start = performance.now();
    f();
    this.flush();
    return Promise.resolve({ kernelMs: performance.now() - start });
  }

  override dispose(): void {
    this.executor.dispose();
  }

  private nodesOf(tensors: readonly TensorInfo[]): readonly GraphNode[] {
    return tensors.map((info) => this.nodeOf(info)).filter((node) => node !== undefined);
  }

  /** The holding of a tensor's data, which moves here if need be; undefined if it lives in the cpu backend for good. */
  private holding(dataId: object): Holding | undefined {
    const holding = this.heldHere(dataId);
    if (holding !== undefined || this.hosted.has(dataId)) return holding;
    (tf.engine() as unknown as tf.DataMover).moveData(this, dataId);
    return this.moved.get(dataId);
  }

  /** The holding of data that are here already. */
  private heldHere(dataId: object): Holding | undefined {
    return dataId instanceof Holding ? dataId : this.moved.get(dataId);
  }

  private upload(
    values: BackendValues | null,
    shape: readonly number[],
    dtype: ElementType,
  ): GraphNode {
    const elements = values as ArrayLike<number> | null;
    if (elements !== null && shape.length === 0) {
      return this.graph.number(Number(elements[0]), dtype);
    }
    const size = tf.util.sizeFromShape([...shape]);
    // A copy: the caller may change the array before the graph runs.
    return this.graph.input(valuesOf(dtype, elements ?? size), { shape: [...shape], dtype });
  }

  private async compute(node: GraphNode): Promise<void> {
    if (knownValues(node) !== undefined) return;
    const program = this.pendingProgram(node);
    this.settle(); // what is recorded from now on belongs to the next run
    if (program !== undefined) await this.executor.run(program);
  }

  private pendingProgram(target?: GraphNode): Program | undefined {
    const start = performance.now();
    const pending = this.graph.wanted();
    const isMissing = target !== undefined && !pending.includes(target);
    const wanted = isMissing ? [...pending, target] : pending;
    const program = wanted.length === 0 ? undefined : linearise(wanted);
    this.counters.traceMs += performance.now() - start;
    return program;
  }

  private settle(): void {
    this.counters.nodesRecorded += this.graph.recorded;
    this.graph.settle();
  }
}

function ignore(): void {
  // The failure was reported to the read that caused it.
}

function isHosted(dtype: DataType): boolean {
  return dtype === "string" || dtype === "complex64";
}

/** The elements of a node that needs no run. */
function knownValues(node: GraphNode): Values | undefined {
  if (node.values !== undefined) return node.values;
  const value = splatOf(node);
  if (value === undefined) return undefined;
  return (valuesOf(node.dtype, node.size) as Float32Array).fill(value);
}

/**
 * Returns a backend of tfjs as what it is.
 *
 * @throws {@link AcclimateError} if it is another backend: a kernel was registered for the wrong one
 */
export function asOnnxBackend(backend: unknown): OnnxBackend {
  if (backend instanceof OnnxBackend) return backend;
  throw new AcclimateError("internal: asOnnxBackend: backend must be an OnnxBackend, got another");
}
