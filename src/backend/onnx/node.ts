// A node of the deferred graph: one ONNX operator applied to other nodes, a constant, or values that are known already.

import { AcclimateError } from "../../errors.ts";

/**
 * Element types inside the graph; tensors of tfjs are `float32`, `int32` or `bool`. JavaScript has no array for `bfloat16`,
 * which makes it useful in one place; see {@link unreadable}.
 */
export type ElementType = "float32" | "float64" | "int32" | "int64" | "bool" | "bfloat16";

/** Elements of a tensor in row-major order; bools are bytes 0 and 1. */
export type Values = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** An attribute of an ONNX operator. Plain numbers are integers; floats are marked, as ONNX tells them apart. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** Attributes of an operator by name, in the order in which they are written. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** The shape and element type of a node. */
export interface NodeType {
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** The operator name of a node whose values are known: an uploaded tensor, or a result of an earlier run. */
export const INPUT = "Input";

/** The operator name of a node that stands for a value that is given whenever a compiled function runs. */
export const PARAMETER = "Parameter";

/** The operator name of a node whose values are written into the model. */
export const CONSTANT = "Constant";

/** What {@link GraphNode} is made of. */
export interface NodeParts extends NodeType {
  readonly op: string;
  /** Operator and attributes as text; nodes of equal signature and equal inputs compute the same. */
  readonly signature: string;
  readonly inputs: readonly GraphNode[];
  readonly attributes?: Attributes;
  readonly values?: Values;
}

/** One node. Immutable except that a run turns it into an {@link INPUT}, and for the bookkeeping of its owner. */
export class GraphNode implements NodeType {
  private static count = 0;

  /** Unique and increasing: a node is younger than its inputs. */
  readonly id: number = ++GraphNode.count;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  readonly attributes: Attributes;
  op: string;
  signature: string;
  inputs: readonly GraphNode[];
  /** Known for inputs and constants. */
  values: Values | undefined;

  /** How many tensors of tfjs hold this node; a pending node is computed by the next run if there is one. */
  holders = 0;
  /** The last program that this node was put into, and its place in it. */
  program = 0;
  position = 0;

  constructor({ op, signature, inputs, shape, dtype, attributes, values }: NodeParts) {
    this.op = op;
    this.signature = signature;
    this.inputs = inputs;
    this.shape = shape;
    this.dtype = dtype;
    this.attributes = attributes ?? {};
    this.values = values;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Stores the result of a run and forgets how it was computed. */
  settle(values: Values): void {
    this.op = INPUT;
    this.signature = inputSignature(this);
    this.inputs = [];
    this.values = values;
  }
}

/** Signature of a node whose values are fed into a model. */
export function inputSignature({ shape, dtype }: NodeType): string {
  return `${INPUT} ${dtype}[${shape.join()}]`;
}

/** Returns a new {@link PARAMETER}. In a model it is an input like any other. */
export function parameter(type: NodeType): GraphNode {
  const { shape, dtype } = type;
  return new GraphNode({
    op: PARAMETER,
    signature: inputSignature(type),
    inputs: [],
    shape,
    dtype,
  });
}

/**
 * Returns a number that JavaScript cannot read, for models whose outputs are written to given arrays: their first output,
 * see `Session.runInto`.
 */
export function unreadable(): GraphNode {
  const one = new GraphNode({
    op: CONSTANT,
    signature: CONSTANT,
    inputs: [],
    shape: [],
    dtype: "float32",
    values: Float32Array.of(1),
  });
  return new GraphNode({
    op: "Cast",
    signature: "Cast",
    inputs: [one],
    shape: [],
    dtype: "bfloat16",
    attributes: { to: BFLOAT16 },
  });
}

/** ONNX's number of bfloat16 (TensorProto.DataType). */
export const BFLOAT16 = 16;

/** Whether a model takes a node as an input. */
export function isFed({ op }: GraphNode): boolean {
  return op === INPUT || op === PARAMETER;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Copies elements into the array type of an element type; a number gives that many zeros. */
export function valuesOf(dtype: ElementType, elements: ArrayLike<number> | number): Values {
  const source = elements as ArrayLike<number>; // the constructors take a length too
  switch (dtype) {
    case "float32":
      return new Float32Array(source);
    case "float64":
      return new Float64Array(source);
    case "int32":
      return new Int32Array(source);
    case "bool":
      return new Uint8Array(source);
    case "bfloat16":
      throw new AcclimateError("internal: valuesOf: dtype must have an array, got bfloat16");
    case "int64":
      return typeof elements === "number"
        ? new BigInt64Array(elements)
        : BigInt64Array.from(Array.from(elements), BigInt);
  }
}
