// Kernels of several inputs that are broadcast against each other.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, like, listOf, operand, toInt32, where } from "../lowering.ts";
import type { Lowering, LoweringTable } from "../lowering.ts";
import { sameShape } from "../node.ts";
import type { GraphNode } from "../node.ts";
import { broadcastShape } from "../rules.ts";

/** Lowerings of broadcasting kernels. */
export const binaryLowerings: LoweringTable = {
  [tf.Add]: arithmetic("Add"),
  [tf.Sub]: arithmetic("Sub"),
  [tf.Multiply]: arithmetic("Mul"),
  [tf.Maximum]: arithmetic("Max"),
  [tf.Minimum]: arithmetic("Min"),
  [tf.Pow]: onNumbers((g, a, b) => {
    if (a.dtype === "float32") return broadcast(g, "Pow", [a, b]);
    return toInt32(g, broadcast(g, "Pow", [g.cast(a, "float64"), g.cast(b, "float64")]));
  }),
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
    return toInt32(g, like(g, "Floor", [quotient]));
  }),
  // The remainder has the sign of the divisor. ONNX's has that of the dividend, so that the divisor may have to be added.
  [tf.Mod]: onNumbers((g, a, b) => {
    const [x, y] = [g.cast(a, "float64"), g.cast(b, "float64")];
    const remainder = broadcast(g, "Mod", [x, y], x.dtype, { fmod: 1 });
    const moved = broadcast(g, "Mod", [broadcast(g, "Add", [remainder, y]), y], x.dtype, {
      fmod: 1,
    });
    const zero = g.scalar(0, x.dtype);
    const [isBelow, isDivisorBelow] = [x, y].map((z) =>
      broadcast(g, "Less", [z, zero], "bool"),
    ) as [GraphNode, GraphNode];
    const hasOtherSign = broadcast(g, "Xor", [isBelow, isDivisorBelow], "bool");
    const result = where(g, hasOtherSign, moved, remainder);
    return a.dtype === "int32" ? toInt32(g, result) : g.cast(result, a.dtype);
  }),

  [tf.Atan2]: (g, operands) => {
    const [a, b] = [operand(operands, "a"), operand(operands, "b")];
    return a.dtype === "float32" && b.dtype === "float32" ? atan2(g, a, b) : undefined;
  },
  [tf.BitwiseAnd]: (g, operands) => {
    const [a, b] = [operand(operands, "a"), operand(operands, "b")];
    if (a.dtype !== "int32" || b.dtype !== "int32") return undefined;
    return broadcast(g, "BitwiseAnd", [a, b]);
  },

  // y is -1 + eˣ where it is negative.
  [tf.EluGrad]: (g, operands) => {
    const [dy, y] = [operand(operands, "dy"), operand(operands, "y")];
    if (dy.dtype !== "float32" || y.dtype !== "float32") return undefined;
    const isLinear = broadcast(g, "GreaterOrEqual", [y, g.scalar(0, y.dtype)], "bool");
    const curved = like(g, "Mul", [dy, like(g, "Add", [y, g.scalar(1, y.dtype)])]);
    return where(g, isLinear, dy, curved);
  },

  [tf.Prelu]: (g, { x, alpha }) =>
    x?.dtype === "float32" &&
    alpha?.dtype === "float32" &&
    sameShape(broadcastShape([x, alpha]), x.shape)
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
    return where(g, g.cast(condition, "bool"), t, e);
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

/**
 * The angle of (b, a): that of the quotient, turned by π where b is negative. Where the quotient is NaN, of two zeros or
 * two infinities, their signs say enough.
 */
function atan2(g: Graph, a: GraphNode, b: GraphNode): GraphNode {
  const one = g.scalar(1, a.dtype);
  const [signA, signB] = [a, b].map((x) => {
    const isNegative = hasSign(g, x);
    return where(g, isNegative, g.scalar(-1, x.dtype), one);
  }) as [GraphNode, GraphNode];
  const areInfinite = broadcast(g, "And", [isInfinite(g, a), isInfinite(g, b)], "bool");
  const areZero = broadcast(g, "And", [isZero(g, a), isZero(g, b)], "bool");
  const y = where(g, areInfinite, signA, a);
  const isUnclear = like(g, "Or", [areInfinite, areZero]);
  const x = where(g, isUnclear, signB, b);
  const angle = like(g, "Atan", [broadcast(g, "Div", [y, x])]);
  const turn = broadcast(g, "Mul", [signA, g.number(Math.PI, a.dtype)]);
  const turned = broadcast(g, "Add", [angle, turn]);
  return where(g, hasSign(g, b), turned, angle);
}

/** Whether numbers are negative or -0. */
function hasSign(g: Graph, x: GraphNode): GraphNode {
  const zero = g.scalar(0, x.dtype);
  const isNegative = broadcast(g, "Less", [x, zero], "bool");
  const inverse = broadcast(g, "Less", [like(g, "Reciprocal", [x]), zero], "bool");
  return like(g, "Or", [isNegative, inverse]);
}

function isInfinite(g: Graph, x: GraphNode): GraphNode {
  return broadcast(g, "IsInf", [x], "bool");
}

function isZero(g: Graph, x: GraphNode): GraphNode {
  return broadcast(g, "Equal", [x, g.scalar(0, x.dtype)], "bool");
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
