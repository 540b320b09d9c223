// Rewrite rules: algebra that is exact in floating point, applied as a node is made. One line a rule; a rule that does
// not apply returns undefined, and the first that applies wins.

import type { Application, GraphBuilder } from "./builder.ts";
import { CONSTANT, INPUT, sameShape } from "./node.ts";
import type { Attributes, GraphNode } from "./node.ts";
import { chooseProduct } from "./products.ts";

type Rule = (graph: GraphBuilder, application: Application) => GraphNode | undefined;

/** Operators that work on each element alone and broadcast their inputs. */
const elementwise: ReadonlySet<string> = new Set(
  (
    "Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Erf Exp Floor IsInf IsNaN Log Neg Not Reciprocal Relu " +
    "Round Sigmoid Sign Sin Sinh Softplus Sqrt Tan Tanh Elu Selu LeakyRelu Cast Clip " +
    "Add And Div Equal Greater GreaterOrEqual Less LessOrEqual Max Min Mod Mul Or Pow Sub Where"
  ).split(" "),
);

/** The rules of each operator, tried in order. */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  // x + 0 = 0 + x = x, x + -y = -y + x = x - y
  Add: [
    (g, a) => ifScalar(g, a, 1, 0),
    (g, a) => ifScalar(g, a, 0, 0),
    fold((x, y) => x + y),
    (g, { inputs: [x, y], type }) =>
      x && y?.op === "Neg" ? g.apply("Sub", [x, negated(y)], type) : undefined,
    (g, { inputs: [x, y], type }) =>
      y && x?.op === "Neg" ? g.apply("Sub", [y, negated(x)], type) : undefined,
  ],
  // x - 0 = x, 0 - x = -x, x - -y = x + y
  Sub: [
    (g, a) => ifScalar(g, a, 1, 0),
    fold((x, y) => x - y),
    negateIf(0, 0),
    (g, { inputs: [x, y], type }) =>
      x && y?.op === "Neg" ? g.apply("Add", [x, negated(y)], type) : undefined,
  ],
  // x · 1 = 1 · x = x, x · -1 = -1 · x = -x
  Mul: [
    (g, a) => ifScalar(g, a, 1, 1),
    (g, a) => ifScalar(g, a, 0, 1),
    fold((x, y) => x * y),
    negateIf(1, -1),
    negateIf(0, -1),
    negateProduct,
  ],
  // x / 1 = x
  Div: [(g, a) => ifScalar(g, a, 1, 1), negateProduct],
  // x¹ = x, x² = x · x
  Pow: [
    (g, a) => ifScalar(g, a, 1, 1),
    (g, { inputs: [x, p], type }) =>
      isScalar(p, 2) && x && sameShape(x.shape, type.shape)
        ? g.apply("Mul", [x, x], type)
        : undefined,
  ],
  // -(-x) = x, -(x - y) = y - x
  Neg: [
    (_, { inputs: [x] }) => (x?.op === "Neg" ? negated(x) : undefined),
    fold((x) => -x),
    (g, { inputs: [x], type }) =>
      x?.op === "Sub" ? g.apply("Sub", [...x.inputs].reverse(), type) : undefined,
  ],
  // Seen in another shape: a known tensor needs no operator, two reshapes are one.
  Reshape: [
    (g, { inputs: [x], type }) => (x?.op === INPUT ? g.view(x, type.shape) : undefined),
    (g, { inputs: [x], type }) =>
      x?.op === "Reshape" ? g.reshape(x.inputs[0] as GraphNode, type.shape) : undefined,
    (g, { inputs: [x], type }) => {
      const scalar = x?.op === "Expand" ? x.inputs[0] : x;
      return scalar?.shape.length === 0 ? g.expand(scalar, type.shape) : undefined;
    },
  ],
  // Two expansions are one.
  Expand: [
    (g, { inputs: [x], type }) =>
      x?.op === "Expand" ? g.expand(x.inputs[0] as GraphNode, type.shape) : undefined,
  ],
  Transpose: [identityTranspose, nestedTranspose, singletonTranspose],
  ReduceSum: [sumOfExpansion],
  MatMul: [chooseProduct],
  FusedMatMul: [chooseProduct],
};

/** Returns a node that equals the application and is simpler, or undefined. */
export function rewrite(graph: GraphBuilder, application: Application): GraphNode | undefined {
  const { op } = application;
  if (elementwise.has(op)) {
    const node = beforeExpansion(graph, application);
    if (node !== undefined) return node;
  }
  const candidates = rules[op];
  if (candidates === undefined) return undefined;
  for (const rule of candidates) {
    const node = rule(graph, application);
    if (node !== undefined) return node;
  }
  return undefined;
}

/** f(expand(x), y) = expand(f(x, y)), where the outer expansion vanishes if y has the full shape. */
function beforeExpansion(graph: GraphBuilder, application: Application): GraphNode | undefined {
  const { op, inputs, type, attributes } = application;
  if (!inputs.some((input) => input.op === "Expand")) return undefined;
  const small = inputs.map((x) => (x.op === "Expand" ? (x.inputs[0] as GraphNode) : x));
  const shape = broadcastShape(small);
  return graph.expand(graph.apply(op, small, { shape, dtype: type.dtype }, attributes), type.shape);
}

/** The other input, where input `i` is the scalar constant `value`. */
function ifScalar(
  graph: GraphBuilder,
  { inputs, type }: Application,
  i: number,
  value: number,
): GraphNode | undefined {
  const other = inputs[1 - i];
  if (other === undefined || other.dtype !== type.dtype || !isScalar(inputs[i], value)) return;
  return graph.expand(other, type.shape);
}

/** The negative of the other input, where input `i` is the scalar constant `value`. */
function negateIf(i: number, value: number): Rule {
  return (graph, { inputs, type }) => {
    const other = inputs[1 - i];
    if (other === undefined || !isScalar(inputs[i], value) || type.dtype === "bool")
      return undefined;
    return sameShape(other.shape, type.shape) ? graph.apply("Neg", [other], type) : undefined;
  };
}

/** -x · y = -(x · y), likewise quotients: outside, a sign often becomes part of a sum. Not where it would grow. */
function negateProduct(
  graph: GraphBuilder,
  { op, inputs, type }: Application,
): GraphNode | undefined {
  const isNegated = inputs.map((x) => x.op === "Neg" && sameShape(x.shape, type.shape));
  if (!isNegated.includes(true)) return undefined;
  const factors = inputs.map((x, i) => (isNegated[i] === true ? negated(x) : x));
  const product = graph.apply(op, factors, type);
  return isNegated.every((negative) => negative) ? product : graph.apply("Neg", [product], type);
}

/** What a node of operator Neg negates. */
function negated(node: GraphNode): GraphNode {
  return node.inputs[0] as GraphNode;
}

/** Computes on scalar constants at once, rounded to float32 as a run would. */
function fold(f: (x: number, y: number) => number): Rule {
  return (graph, { inputs, type }) => {
    if (type.dtype !== "float32" || !inputs.every((x) => isScalar(x))) return undefined;
    const [x, y] = inputs.map((input) => Number(input.values?.[0]));
    return graph.scalar(Math.fround(f(x as number, y as number)), type.dtype);
  };
}

function isScalar(node: GraphNode | undefined, value?: number): boolean {
  if (node?.op !== CONSTANT || node.shape.length > 0) return false;
  return value === undefined || Number(node.values?.[0]) === value;
}

function identityTranspose(
  _: GraphBuilder,
  { inputs: [x], attributes }: Application,
): GraphNode | undefined {
  return permutation(attributes).every((axis, i) => axis === i) ? x : undefined;
}

/** Two transpositions are one. */
function nestedTranspose(graph: GraphBuilder, application: Application): GraphNode | undefined {
  const [x] = application.inputs;
  if (x?.op !== "Transpose") return undefined;
  const inner = permutation(x.attributes);
  const perm = permutation(application.attributes).map((axis) => inner[axis] as number);
  return graph.apply("Transpose", x.inputs, application.type, { perm });
}

/** Moving only axes of size 1 keeps the order of the elements. */
function singletonTranspose(graph: GraphBuilder, application: Application): GraphNode | undefined {
  const x = application.inputs[0] as GraphNode;
  const moved = permutation(application.attributes).filter((axis) => x.shape[axis] !== 1);
  const inOrder = moved.every((axis, i) => i === 0 || axis > (moved[i - 1] as number));
  return inOrder ? graph.reshape(x, application.type.shape) : undefined;
}

function permutation(attributes: Attributes | undefined): readonly number[] {
  return attributes?.["perm"] as readonly number[];
}

/** The sum over repetitions of x is x times their number. */
function sumOfExpansion(graph: GraphBuilder, { inputs, type }: Application): GraphNode | undefined {
  const [x, axes] = inputs as [GraphNode, GraphNode];
  const source = x.op === "Expand" ? (x.inputs[0] as GraphNode) : undefined;
  if (source === undefined || x.dtype !== "float32") return undefined;
  const reduced = Array.from(axes.values as BigInt64Array, Number);
  const shape = padded(source.shape, x.shape.length - source.shape.length);
  const repeats = reduced.filter((axis) => shape[axis] !== x.shape[axis]);
  if (repeats.length === 0) return undefined;

  const count = repeats.reduce((product, axis) => product * (x.shape[axis] as number), 1);
  const once = x.shape.map((size, axis) => (repeats.includes(axis) ? 1 : size));
  const rest = reduced.filter((axis) => once[axis] !== 1);
  const kept = once.map((size, axis) => (rest.includes(axis) ? 1 : size));
  const expanded = graph.expand(graph.reshape(source, shape), once);
  const restSum = [expanded, graph.int64s(rest)];
  const sum =
    rest.length === 0
      ? expanded
      : graph.apply("ReduceSum", restSum, { shape: kept, dtype: x.dtype }, { keepdims: 1 });
  const factor = graph.scalar(count, "float32");
  return graph.apply("Mul", [graph.reshape(sum, type.shape), factor], type);
}

function padded(shape: readonly number[], leading: number): number[] {
  return [...new Array<number>(leading).fill(1), ...shape];
}

/** The shape of several nodes broadcast together. */
export function broadcastShape(nodes: readonly { readonly shape: readonly number[] }[]): number[] {
  const rank = Math.max(...nodes.map((node) => node.shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const { shape } of nodes) {
    for (let i = 0; i < shape.length; i++) {
      const size = shape[i]!;
      if (size !== 1) result[rank - shape.length + i] = size;
    }
  }
  return result;
}
