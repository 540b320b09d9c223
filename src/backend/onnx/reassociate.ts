// Rewrites a function whose first arguments are known early so that less is left to compute late. The rules are exact in
// algebra only: sums and products are taken in another order.

import { Graph } from "./graph.ts";
import { CONSTANT, sameShape, sizeOf } from "./node.ts";
import type { GraphNode, NodeType } from "./node.ts";
import { linearise } from "./program.ts";
import { broadcastShape } from "./rules.ts";
import type { TracedFunction } from "./traced.ts";

/**
 * Moves work from what depends on late arguments to what does not:
 *
 * - `a · (b · x)` becomes `(a · b) · x`, with quotients and signs as factors
 * - `A W + b`, with a row `b` added to every row, becomes `[A 1] [W; b]`
 *
 * where a, b (of the first rule) and A are early, x, W and b (of the second) late.
 *
 * @param count - how many of the arguments are early; they come first
 */
export function reassociate(
  { parameters, results }: TracedFunction,
  count: number,
): TracedFunction {
  const { nodes } = linearise(results);
  const rewriter = new Rewriter(parameters.slice(count), nodes);
  for (const node of nodes) rewriter.visit(node);
  return { parameters, results: results.map((node) => rewriter.rewritten(node)) };
}

class Rewriter {
  private readonly graph = new Graph({ bakesNumbers: true });
  /** Nodes that depend on late arguments, before and after rewriting. */
  private readonly late: Set<GraphNode>;
  /** What became of each late node. */
  private readonly images = new Map<GraphNode, GraphNode>();
  private readonly uses = new Map<GraphNode, number>();

  constructor(lateParameters: readonly GraphNode[], nodes: readonly GraphNode[]) {
    this.late = new Set(lateParameters);
    for (const { inputs } of nodes) {
      for (const input of inputs) this.uses.set(input, (this.uses.get(input) ?? 0) + 1);
    }
  }

  rewritten(node: GraphNode): GraphNode {
    return this.images.get(node) ?? node;
  }

  /** Rewrites a node whose inputs were visited. */
  visit(node: GraphNode): void {
    if (!node.inputs.some((input) => this.late.has(input))) return;
    this.late.add(node);
    const image =
      this.withFoldedRow(node) ??
      this.apply(
        node,
        node.inputs.map((input) => this.rewritten(input)),
      );
    this.late.add(image);
    this.images.set(node, image);
  }

  private apply(node: GraphNode, inputs: readonly GraphNode[]): GraphNode {
    const { op, shape, dtype, attributes } = node;
    const product = dtype === "float32" ? this.asProduct(op, inputs, node) : undefined;
    if (product !== undefined) return this.multiply(product, node);
    const hasAttributes = Object.keys(attributes).length > 0;
    return this.graph.record(op, inputs, { shape, dtype }, hasAttributes ? attributes : undefined);
  }

  /** An early factor and the late rest of a product, quotient or negation; undefined for anything else. */
  private asProduct(op: string, inputs: readonly GraphNode[], type: NodeType): Product | undefined {
    const [a, b] = inputs as readonly [GraphNode, GraphNode];
    if (op === "Neg") {
      const inner = this.productOf(a);
      return (
        inner && {
          early: this.graph.apply("Neg", [inner.early], typeOf(inner.early)),
          late: inner.late,
        }
      );
    }
    if (op === "Div" && this.late.has(a) && !this.late.has(b)) {
      return this.absorb(this.graph.apply("Reciprocal", [b], typeOf(b)), a, type);
    }
    if (op !== "Mul" || this.late.has(a) === this.late.has(b)) return undefined;
    return this.late.has(a) ? this.absorb(b, a, type) : this.absorb(a, b, type);
  }

  /** early · late, with an early factor of `late` taken over where that makes no node larger than the result. */
  private absorb(early: GraphNode, late: GraphNode, type: NodeType): Product {
    const inner = this.productOf(late);
    if (inner === undefined) return { early, late };
    const shape = broadcastShape([early, inner.early]);
    const fits = sameShape(broadcastShape([{ shape }, inner.late]), type.shape);
    if (!fits || sizeOf(shape) > sizeOf(type.shape)) return { early, late };
    const factor = this.graph.apply("Mul", [early, inner.early], { shape, dtype: early.dtype });
    return { early: factor, late: inner.late };
  }

  /** A late node as a product with an early factor, if it is one. */
  private productOf(node: GraphNode): Product | undefined {
    const [a, b] = node.inputs;
    if (node.dtype !== "float32" || a === undefined) return undefined;
    if (node.op === "Neg") return { early: this.graph.scalar(-1, "float32"), late: a };
    if (node.op !== "Mul" || b === undefined || this.late.has(a) === this.late.has(b))
      return undefined;
    return this.late.has(a) ? { early: b, late: a } : { early: a, late: b };
  }

  private multiply({ early, late }: Product, { shape, dtype }: NodeType): GraphNode {
    const type = { shape, dtype };
    const isSign = early.op === CONSTANT && early.shape.length === 0 && early.values?.[0] === -1;
    return isSign && sameShape(late.shape, shape)
      ? this.graph.record("Neg", [late], type)
      : this.graph.record("Mul", [early, late], type);
  }

  /** A sum of a row and something with the product A W in it, with the row put into the product. */
  private withFoldedRow(node: GraphNode): GraphNode | undefined {
    if (node.op !== "Add" || node.dtype !== "float32") return undefined;
    for (const [i, row] of node.inputs.entries()) {
      const rest = node.inputs[1 - i] as GraphNode;
      if (this.late.has(row) && isRow(row, node) && sameShape(rest.shape, node.shape)) {
        const folded = this.foldRow(rest, row);
        if (folded !== undefined) return folded;
      }
    }
    return undefined;
  }

  /** Adds a row to the first product A W of a sum; undefined if there is none that nothing else uses. */
  private foldRow(sum: GraphNode, row: GraphNode): GraphNode | undefined {
    if (this.uses.get(sum) !== 1) return undefined;
    const [a, b] = sum.inputs as readonly [GraphNode, GraphNode];
    const type = { shape: sum.shape, dtype: sum.dtype };
    if (sum.op === "MatMul") {
      const isFit =
        !this.late.has(a) &&
        this.late.has(b) &&
        sameShape(b.shape.slice(0, -2), row.shape.slice(0, -2));
      if (!isFit) return undefined;
      const factors = [this.withOnes(a), this.stack(this.rewritten(b), this.rewritten(row))];
      return this.graph.record("MatMul", factors, type);
    }
    if (sum.op !== "Add") return undefined;
    const first = this.foldRow(a, row);
    if (first !== undefined) return this.graph.record("Add", [first, this.rewritten(b)], type);
    const second = this.foldRow(b, row);
    return second && this.graph.record("Add", [this.rewritten(a), second], type);
  }

  /** [A 1] */
  private withOnes(a: GraphNode): GraphNode {
    const leading = a.shape.slice(0, -1);
    const ones = this.graph.fill(1, { shape: [...leading, 1], dtype: a.dtype });
    const shape = [...leading, (a.shape.at(-1) as number) + 1];
    return this.graph.apply(
      "Concat",
      [a, ones],
      { shape, dtype: a.dtype },
      { axis: leading.length },
    );
  }

  /** [W; b] */
  private stack(w: GraphNode, row: GraphNode): GraphNode {
    const axis = w.shape.length - 2;
    const shape = w.shape.map((size, i) => (i === axis ? size + 1 : size));
    return this.graph.apply("Concat", [w, row], { shape, dtype: w.dtype }, { axis });
  }
}

/** The product of a node that is early and one that is late. */
interface Product {
  readonly early: GraphNode;
  readonly late: GraphNode;
}

function typeOf({ shape, dtype }: NodeType): NodeType {
  return { shape, dtype };
}

/** Whether a node is a row that is added to each of the rows of a sum. */
function isRow(node: GraphNode, sum: GraphNode): boolean {
  const { shape } = node;
  if (shape.length !== sum.shape.length || shape.length < 2) return false;
  return (
    shape.at(-2) === 1 && shape.at(-1) === sum.shape.at(-1) && (sum.shape.at(-2) as number) > 1
  );
}
