// The deferred graph: makes nodes, gives equal operations the same node, and knows which results are still wanted.

import type { GraphBuilder } from "./builder.ts";
import {
  BFLOAT16,
  CONSTANT,
  GraphNode,
  INPUT,
  inputSignature,
  PARAMETER,
  sameShape,
  sizeOf,
  valuesOf,
} from "./node.ts";
import type { Attribute, Attributes, ElementType, NodeType, Values } from "./node.ts";
import { rewrite } from "./rules.ts";

/** Scalars that are written into models. Others are inputs, so that a changing learning rate needs no new model. */
const bakedScalars = new Set([0, 1, -1, 2, -2, 0.5, -0.5]);

/** Operators whose two inputs may be exchanged; they are put in order, so that a·b and b·a are one node. */
const commutative = new Set(["Add", "Mul", "Max", "Min", "And", "Or", "Equal"]);

/** How a {@link Graph} is made. */
export interface GraphOptions {
  /** Writes all numbers into the model, which is right where it runs again and again with the same ones. */
  readonly bakesNumbers: boolean;
}

/** A graph that grows until {@link Graph.settle} and then starts afresh. */
export class Graph implements GraphBuilder {
  /** Nodes made since the last run, for statistics and as a measure of when to run. */
  recorded = 0;
  private readonly table = new Map<string, GraphNode>();
  private readonly pending = new Set<GraphNode>();
  private readonly options: GraphOptions;

  constructor(options: GraphOptions = { bakesNumbers: false }) {
    this.options = options;
  }

  /**
   * Returns the node that applies an ONNX operator, after the rules of rules.ts: an equal or simpler one if there is one.
   * A node without elements is known at once.
   */
  apply(
    op: string,
    inputs: readonly GraphNode[],
    type: NodeType,
    attributes?: Attributes,
  ): GraphNode {
    if (sizeOf(type.shape) === 0) return this.input(valuesOf(type.dtype, []), type);
    const simpler = rewrite(this, { op, inputs, type, attributes });
    return simpler ?? this.record(op, inputs, type, attributes);
  }

  /** Returns the node that applies an ONNX operator as it is; an equal one if there is one. */
  record(
    op: string,
    inputs: readonly GraphNode[],
    type: NodeType,
    attributes?: Attributes,
  ): GraphNode {
    const signature = attributes === undefined ? op : op + attributesKey(attributes);
    const ordered = commutative.has(op) ? inOrder(inputs) : inputs;
    return this.intern(`${signature}(${idsOf(ordered)})`, () => ({
      op,
      signature,
      inputs: ordered,
      ...(attributes && { attributes }),
      ...type,
    }));
  }

  /** Returns a node with known values, which are fed into the models that use it. Takes ownership of `values`. */
  input(values: Values, { shape, dtype }: NodeType): GraphNode {
    const signature = inputSignature({ shape, dtype });
    return new GraphNode({ op: INPUT, signature, inputs: [], shape, dtype, values });
  }

  /** Returns {@link Graph.input} for values that depend on `key` only; the same node for the same key. */
  sharedInput(key: string, type: NodeType, values: () => Values): GraphNode {
    return this.intern(`shared ${key}`, () => ({
      op: INPUT,
      signature: inputSignature(type),
      inputs: [],
      shape: type.shape,
      dtype: type.dtype,
      values: values(),
    }));
  }

  /** Returns a constant that is written into the model. */
  constant(elements: readonly number[], { shape, dtype }: NodeType): GraphNode {
    const text = elements.map((x) => (Object.is(x, -0) ? "-0" : String(x))).join();
    const signature = `${CONSTANT} ${dtype}[${shape.join()}] ${text}`;
    return this.intern(signature, () => {
      const values = valuesOf(dtype, elements);
      return { op: CONSTANT, signature, inputs: [], shape, dtype, values };
    });
  }

  /** Returns a 1-D int64 constant: shapes, axes, positions. */
  int64s(elements: readonly number[]): GraphNode {
    return this.constant(elements, { shape: [elements.length], dtype: "int64" });
  }

  /** Returns a constant of shape `[]`. */
  scalar(value: number, dtype: ElementType): GraphNode {
    return this.constant([value], { shape: [], dtype });
  }

  /** Returns a number that a program computed with: a constant if it is a common one, otherwise a shared input. */
  number(value: number, dtype: ElementType): GraphNode {
    if (this.options.bakesNumbers || bakedScalars.has(value)) return this.scalar(value, dtype);
    const key = `${dtype} ${Object.is(value, -0) ? "-0" : String(value)}`;
    return this.sharedInput(key, { shape: [], dtype }, () => valuesOf(dtype, [value]));
  }

  /** Returns a tensor whose elements are all equal; it takes no memory before something needs its elements. */
  fill(value: number, { shape, dtype }: NodeType): GraphNode {
    return this.expand(this.number(value, dtype), shape);
  }

  /** Returns a node broadcast to a shape. */
  expand(node: GraphNode, shape: readonly number[]): GraphNode {
    if (sameShape(node.shape, shape)) return node;
    return this.apply("Expand", [node, this.int64s(shape)], { shape, dtype: node.dtype });
  }

  /** Returns a node with the same elements in another shape. */
  reshape(node: GraphNode, shape: readonly number[]): GraphNode {
    if (sameShape(node.shape, shape)) return node;
    return this.apply("Reshape", [node, this.int64s(shape)], { shape, dtype: node.dtype });
  }

  /** Returns a node converted to another element type. */
  cast(node: GraphNode, dtype: ElementType): GraphNode {
    if (node.dtype === dtype) return node;
    const attributes = { to: onnxTypes[dtype] };
    return this.apply("Cast", [node], { shape: node.shape, dtype }, attributes);
  }

  /** Returns a node with known values seen in another shape; shares the values. */
  view(node: GraphNode, shape: readonly number[]): GraphNode {
    const { dtype, values } = node;
    const signature = inputSignature({ shape, dtype });
    return this.intern(`view ${shape.join()}(${node.id})`, () => ({
      op: INPUT,
      signature,
      inputs: [],
      shape,
      dtype,
      ...(values && { values }),
    }));
  }

  /** Counts one more tensor that holds a node. */
  hold(node: GraphNode): void {
    if (++node.holders === 1 && isPending(node)) this.pending.add(node);
  }

  /** Counts one tensor less; a node that none holds is computed only where others need it. */
  release(node: GraphNode): void {
    if (--node.holders === 0) this.pending.delete(node);
  }

  /** Nodes that tensors hold and that no run has computed, in the order in which they came to be held. */
  wanted(): readonly GraphNode[] {
    return [...this.pending];
  }

  /** Forgets the graph after its wanted nodes were computed. */
  settle(): void {
    this.pending.clear();
    this.table.clear();
    this.recorded = 0;
  }

  private intern(key: string, parts: () => ConstructorParameters<typeof GraphNode>[0]): GraphNode {
    const known = this.table.get(key);
    if (known !== undefined) return known;
    const node = new GraphNode(parts());
    this.table.set(key, node);
    this.recorded++;
    return node;
  }
}

/** Whether a run has to compute a node: it is neither known nor the expansion of a constant, which a read fills in. */
function isPending(node: GraphNode): boolean {
  return node.values === undefined && node.op !== PARAMETER && splatOf(node) === undefined;
}

/** The value that all elements of a node have, if that is known without a run. */
export function splatOf(node: GraphNode): number | undefined {
  const scalar = node.op === "Expand" ? (node.inputs[0] as GraphNode) : node;
  return scalar.op === CONSTANT && scalar.shape.length === 0
    ? Number(scalar.values?.[0])
    : undefined;
}

/** ONNX's numbers of element types (TensorProto.DataType). */
export const onnxTypes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
  bfloat16: BFLOAT16,
};

function attributesKey(attributes: Attributes): string {
  let key = "{";
  for (const name in attributes) key += `${name}=${attributeText(attributes[name] as Attribute)};`;
  return key + "}";
}

/** An attribute as text. */
export function attributeText(attribute: Attribute): string {
  if (typeof attribute === "number" || typeof attribute === "string") return String(attribute);
  return "float" in attribute ? `${attribute.float}f` : `[${attribute.join()}]`;
}

function idsOf(nodes: readonly GraphNode[]): string {
  let ids = "";
  for (const node of nodes) ids += `${node.id},`;
  return ids;
}

function inOrder(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const [a, b] = nodes as readonly [GraphNode, GraphNode];
  return a.id <= b.id ? nodes : [b, a];
}
