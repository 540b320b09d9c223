// Kernels of one input that work on each element alone.

import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph.ts";
import { broadcast, like, operand, where } from "../lowering.ts";
import type { Lowering, LoweringTable } from "../lowering.ts";
import type { GraphNode } from "../node.ts";

/** Kernels that are one ONNX operator on numbers. */
const numericOps: Readonly<Record<string, string>> = {
  [tf.Abs]: "Abs",
  [tf.Neg]: "Neg",
};

/** Kernels that are one ONNX operator on floats. */
const floatOps: Readonly<Record<string, string>> = {
  [tf.Acos]: "Acos",
  [tf.Acosh]: "Acosh",
  [tf.Asin]: "Asin",
  [tf.Asinh]: "Asinh",
  [tf.Atan]: "Atan",
  [tf.Atanh]: "Atanh",
  [tf.Ceil]: "Ceil",
  [tf.Cos]: "Cos",
  [tf.Cosh]: "Cosh",
  [tf.Elu]: "Elu",
  [tf.Erf]: "Erf",
  [tf.Exp]: "Exp",
  [tf.Floor]: "Floor",
  [tf.Log]: "Log",
  [tf.Reciprocal]: "Reciprocal",
  [tf.Round]: "Round",
  [tf.Sigmoid]: "Sigmoid",
  [tf.Sin]: "Sin",
  [tf.Sinh]: "Sinh",
  [tf.Softplus]: "Softplus",
  [tf.Sqrt]: "Sqrt",
  [tf.Tanh]: "Tanh",
};

// From Klambauer et al. 2017, https://arxiv.org/abs/1706.02515, as tfjs rounds them.
const SELU_SCALE_ALPHA = 1.7580993408473768;
const SELU_SCALE = 1.0507009873554805;

/** Lowerings of elementwise kernels of one input. */
export const unaryLowerings: LoweringTable = {
  ...mapValues(numericOps, (op) => onNumbers((g, x) => like(g, op, [x]))),
  ...mapValues(floatOps, (op) => onFloats((g, x) => like(g, op, [x]))),

  // 0 where x is NaN, as in tfjs; ONNX's Sign keeps NaN.
  [tf.Sign]: onNumbers((g, x) => {
    const zero = g.scalar(0, x.dtype);
    const isPositive = g.cast(broadcast(g, "Greater", [x, zero], "bool"), x.dtype);
    const isNegative = g.cast(broadcast(g, "Less", [x, zero], "bool"), x.dtype);
    return like(g, "Sub", [isPositive, isNegative]);
  }),
  // ONNX Runtime has no tangent of float64, and that of float32 is off by more than a rounding.
  [tf.Tan]: onFloats((g, x) => {
    const precise = g.cast(x, "float64");
    const quotient = like(g, "Div", [like(g, "Sin", [precise]), like(g, "Cos", [precise])]);
    return g.cast(quotient, x.dtype);
  }),
  [tf.Square]: onNumbers((g, x) => like(g, "Mul", [x, x])),
  [tf.Rsqrt]: onFloats((g, x) => like(g, "Reciprocal", [like(g, "Sqrt", [x])])),

  // Max and Min keep NaN, as tfjs does; ONNX Runtime's Relu does not.
  [tf.Relu]: onNumbers((g, x) => like(g, "Max", [x, g.scalar(0, x.dtype)])),
  [tf.Relu6]: onNumbers((g, x) =>
    like(g, "Min", [like(g, "Max", [x, g.scalar(0, x.dtype)]), g.scalar(6, x.dtype)]),
  ),
  [tf.LeakyRelu]: onFloats((g, x, { alpha }) =>
    like(g, "LeakyRelu", [x], { alpha: { float: alpha as number } }),
  ),
  [tf.Selu]: onFloats((g, x) =>
    like(g, "Selu", [x], {
      alpha: { float: SELU_SCALE_ALPHA / SELU_SCALE },
      gamma: { float: SELU_SCALE },
    }),
  ),

  // 1 where x > 0, NaN where x is NaN, alpha elsewhere
  [tf.Step]: onFloats((g, x, { alpha }) => step(g, x, alpha as number)),

  // eˣ - 1 = tanh(x/2) (eˣ + 1), which keeps its digits near 0
  [tf.Expm1]: onFloats((g, x) => {
    const tanh = like(g, "Tanh", [like(g, "Mul", [x, g.scalar(0.5, x.dtype)])]);
    return like(g, "Mul", [tanh, like(g, "Add", [like(g, "Exp", [x]), one(g, x)])]);
  }),

  // log(1+x) = x · log u / (u - 1) with u = 1 + x rounded, which keeps its digits near 0
  [tf.Log1p]: onFloats((g, x) => {
    const u = like(g, "Add", [x, one(g, x)]);
    const log = like(g, "Log", [u]);
    const difference = like(g, "Sub", [u, one(g, x)]);
    const corrected = like(g, "Div", [like(g, "Mul", [x, log]), difference]);
    const isSmall = broadcast(g, "Equal", [difference, g.scalar(0, x.dtype)], "bool");
    const isInfinite = broadcast(g, "IsInf", [u], "bool");
    return select(g, isSmall, x, select(g, isInfinite, log, corrected));
  }),

  [tf.IsNan]: onFloats((g, x) => broadcast(g, "IsNaN", [x], "bool")),
  [tf.IsInf]: onFloats((g, x) => broadcast(g, "IsInf", [x], "bool")),
  [tf.IsFinite]: onFloats((g, x) => {
    const isNaN = broadcast(g, "IsNaN", [x], "bool");
    return like(g, "Not", [like(g, "Or", [isNaN, broadcast(g, "IsInf", [x], "bool")])]);
  }),
  [tf.LogicalNot]: (g, operands) => like(g, "Not", [g.cast(operand(operands), "bool")]),

  [tf.ClipByValue]: onNumbers((g, x, { clipValueMin, clipValueMax }) =>
    like(g, "Clip", [
      x,
      g.scalar(clipValueMin as number, x.dtype),
      g.scalar(clipValueMax as number, x.dtype),
    ]),
  ),
};

type UnaryLowering = (
  graph: Graph,
  x: GraphNode,
  attributes: Readonly<Record<string, unknown>>,
) => GraphNode;

/** A lowering for float32 and int32; booleans are left to the cpu backend. */
function onNumbers(lower: UnaryLowering): Lowering {
  return (graph, operands, attributes) => {
    const x = operand(operands);
    return x.dtype === "bool" ? undefined : lower(graph, x, attributes);
  };
}

/** A lowering for float32; other types are left to the cpu backend. */
function onFloats(lower: UnaryLowering): Lowering {
  return (graph, operands, attributes) => {
    const x = operand(operands);
    return x.dtype === "float32" ? lower(graph, x, attributes) : undefined;
  };
}

function step(g: Graph, x: GraphNode, alpha: number): GraphNode {
  if (alpha === 0) return like(g, "Max", [like(g, "Sign", [x]), g.scalar(0, x.dtype)]);
  const isPositive = broadcast(g, "Greater", [x, g.scalar(0, x.dtype)], "bool");
  const isNaN = broadcast(g, "IsNaN", [x], "bool");
  const value = select(g, isPositive, one(g, x), g.scalar(alpha, x.dtype));
  return select(g, isNaN, x, value);
}

function select(g: Graph, condition: GraphNode, t: GraphNode, e: GraphNode): GraphNode {
  return where(g, condition, t, e);
}

function one(g: Graph, x: GraphNode): GraphNode {
  return g.scalar(1, x.dtype);
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}
