// What makes nodes, as the rewrite rules see it: the interface of the graph that they are part of.

import type { Attributes, ElementType, GraphNode, NodeType } from "./node.ts";

/** The application of an operator before it is a node. */
export interface Application {
  readonly op: string;
  readonly inputs: readonly GraphNode[];
  readonly type: NodeType;
  readonly attributes?: Attributes | undefined;
}

/** Makes nodes. */
export interface GraphBuilder {
  /** Returns a node that applies an operator, or a simpler one that computes the same. */
  apply(
    op: string,
    inputs: readonly GraphNode[],
    type: NodeType,
    attributes?: Attributes,
  ): GraphNode;
  /** Returns a node that applies an operator as it is. */
  record(
    op: string,
    inputs: readonly GraphNode[],
    type: NodeType,
    attributes?: Attributes,
  ): GraphNode;
  /** Returns a 1-D int64 constant: shapes, axes, positions. */
  int64s(elements: readonly number[]): GraphNode;
  /** Returns a constant of shape `[]`. */
  scalar(value: number, dtype: ElementType): GraphNode;
  /** Returns a node broadcast to a shape. */
  expand(node: GraphNode, shape: readonly number[]): GraphNode;
  /** Returns a node with the same elements in another shape. */
  reshape(node: GraphNode, shape: readonly number[]): GraphNode;
  /** Returns a node with known values seen in another shape; shares the values. */
  view(node: GraphNode, shape: readonly number[]): GraphNode;
}
