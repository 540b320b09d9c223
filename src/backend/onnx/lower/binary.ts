// Kernels of several inputs that are broadcast against each other.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, listOf, like, operand } from "../lowering.ts";
import type { Lowering, LoweringTable } from "../lowering.ts";
import { sameShape } from "../node.ts";
import type { GraphNode } from "../node.ts";

/** Lowerings of broadcasting kernels. */
export const binaryLowerings: LoweringTable = {
  [tf.Add]: arithmetic("Add"),
  [tf.Sub]: arithmetic("Sub"),
  [tf.Multiply]: arithmetic("Mul"),
  [tf.Maximum]: arithmetic("Max"),
  [tf.Minimum]: arithmetic("Min"),
  [tf.Pow]: arithmetic("Pow"),
  [tf.RealDiv]: onNumbers((g, a, b) =>
    broadcast(g, "Div", [g.cast(a, "float32"), g.cast(b, "float32")]),
  ),
  [tf.SquaredDifference]: onNumbers((g, a, b) => {
    const difference = broadcast(g, "Sub", [a, b]);
    return like(g, "Mul", [difference, difference]);
  }),

  // The quotient is an int32 in tfjs, whatever is divided. Integers divide as float64, which holds them exactly and does not trap on a divisor of 0.
  [tf.FloorDiv]: onNumbers((g, a, b) => {
    const quotient = broadcast(g, "Div", [g.cast(a, "float64"), g.cast(b, "float64")]);
    return g.cast(like(g, "Floor", [quotient]), "int32");
  }),
  // The remainder has the sign of the divisor: a - b ⌊a / b⌋.
  [tf.Mod]: onNumbers((g, a, b) => {
    const [x, y] = [g.cast(a, "float64"), g.cast(b, "float64")];
    const floor = broadcast(g, "Floor", [broadcast(g, "Div", [x, y])]);
    return g.cast(broadcast(g, "Sub", [x, broadcast(g, "Mul", [y, floor])]), a.dtype);
  }),

  [tf.Prelu]: (g, { x, alpha }) =>
    x?.dtype === "float32" && alpha?.dtype === "float32" && x.shape.length >= alpha.shape.length
      ? like(g, "PRelu", [x, alpha])
      : undefined,

  [tf.Equal]: comparison("Equal"),
  [tf.NotEqual]: negated("Equal"),
  [tf.Less]: comparison("Less"),
  [tf.LessEqual]: comparison("LessOrEqual"),
  [tf.Greater]: comparison("Greater"),
  [tf.GreaterEqual]: comparison("GreaterOrEqual"),
  [tf.LogicalAnd]: logic("And"),
  [tf.LogicalOr]: logic("Or"),

  [tf.Select]: (g, { condition, t, e }) => {
    if (condition === undefined || t === undefined || e?.dtype !== t.dtype) return undefined;
    return g.apply("Where", [g.cast(condition, "bool"), t, e], { shape: t.shape, dtype: t.dtype });
  },

  [tf.AddN]: (g, operands) => {
    const [first, ...rest] = listOf(operands) as [GraphNode, ...GraphNode[]];
    const isUniform = rest.every((x) => x.dtype === first.dtype && sameShape(x.shape, first.shape));
    if (first.dtype === "bool" || !isUniform) return undefined;
    return rest.reduce((sum, x) => like(g, "Add", [sum, x]), first);
  },
};

type BinaryLowering = (graph: Graph, a: GraphNode, b: GraphNode) => GraphNode;

/** A lowering for two inputs of the same numeric type; other types are left to the cpu backend. */
function onNumbers(lower: BinaryLowering): Lowering {
  return (graph, operands) => {
    const [a, b] = [operand(operands, "a"), operand(operands, "b")];
    return a.dtype === "bool" || a.dtype !== b.dtype ? undefined : lower(graph, a, b);
  };
}

function arithmetic(op: string): Lowering {
  return onNumbers((g, a, b) => broadcast(g, op, [a, b]));
}

function comparison(op: string): Lowering {
  return (g, operands) => {
    const [a, b] = [operand(operands, "a"), operand(operands, "b")];
    if (a.dtype !== b.dtype) return undefined;
    if (a.dtype !== "bool") return broadcast(g, op, [a, b], "bool");
    return broadcast(g, op, [g.cast(a, "int32"), g.cast(b, "int32")], "bool");
  };
}

function negated(op: string): Lowering {
  return (g, operands, attributes) => {
    const result = comparison(op)(g, operands, attributes) as GraphNode | undefined;
    return result && like(g, "Not", [result]);
  };
}

function logic(op: string): Lowering {
  return (g, operands) =>
    broadcast(g, op, [
      g.cast(operand(operands, "a"), "bool"),
      g.cast(operand(operands, "b"), "bool"),
    ]);
}
