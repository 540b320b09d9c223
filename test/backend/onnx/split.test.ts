// What is computed early and late of functions whose first arguments are fixed: the printed programs show it.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import type { GraphNode, NodeType } from "../../../src/backend/onnx/node.ts";
import { asOnnxBackend } from "../../../src/backend/onnx/onnx-backend.ts";
import { printGraph } from "../../../src/backend/onnx/print.ts";
import { reassociate } from "../../../src/backend/onnx/reassociate.ts";
import { splitFunction } from "../../../src/backend/onnx/split.ts";
import { TracedProgram, traceFunction } from "../../../src/backend/onnx/traced.ts";

beforeAll(() => useBackend("onnx"));

type Shapes = readonly (readonly number[])[];

/** Traces a function of early and late tensors and splits it, rewritten or as it is. */
function split(
  early: Shapes,
  late: Shapes,
  f: (...args: Tensor[]) => Tensor,
  rewrite = reassociate,
): { early: readonly GraphNode[]; late: readonly GraphNode[]; text: string; difference: number } {
  const backend = asOnnxBackend(tf.backend());
  const types = [...early, ...late].map((shape): NodeType => ({ shape, dtype: "float32" }));
  const traced = traceFunction(backend, types, (args) => [f(...args)]);
  const parts = splitFunction(rewrite(traced, early.length), early.length);

  // Both parts together compute what the function computes.
  const args = types.map(({ shape }, i) =>
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, j) => Math.cos(i + 3 * j)),
  );
  const [expected] = new TracedProgram(traced).run(backend, args) as [Float32Array];
  const known = new TracedProgram(parts.early).run(backend, args.slice(0, early.length));
  const order = [...args.slice(0, early.length), ...known, ...args.slice(early.length)];
  const [actual] = new TracedProgram(parts.late).run(backend, order) as [Float32Array];
  return {
    early: parts.early.results,
    late: parts.late.results,
    text: `\n${printGraph(parts.early.results)}\n---\n${printGraph(parts.late.results)}\n`,
    difference: expected.reduce((max, x, i) => Math.max(max, Math.abs(x - actual[i]!)), 0),
  };
}

const asIs: typeof reassociate = (traced) => traced;

describe("splitFunction", () => {
  it("computes early what does not depend on late arguments", () => {
    const { text, difference } = split(
      [[2, 3]],
      [[2, 3]],
      (a, x) => tf.add(tf.mul(tf.exp(a), x), tf.tanh(tf.exp(a))),
      asIs,
    );
    expect(difference).toBe(0);
    expect(text).toMatchInlineSnapshot(`
      "
         %0 = Parameter() : float32[2,3]
      -> %1 = Exp(%0) : float32[2,3]
      -> %2 = Tanh(%1) : float32[2,3]
      ---
         %0 = Parameter() : float32[2,3]
         %1 = Parameter() : float32[2,3]
         %2 = Parameter() : float32[2,3]
         %3 = Mul(%0, %1) : float32[2,3]
      -> %4 = Add(%3, %2) : float32[2,3]
      "
    `);
  });

  it("leaves nothing for late where the result depends on early arguments alone", () => {
    const { late, difference } = split([[2]], [[2]], (a) => tf.exp(a));
    expect(late.map(({ op }) => op)).toEqual(["Parameter"]);
    expect(difference).toBe(0);
  });

  it("leaves everything for late where nothing is early", () => {
    const { early, difference } = split([], [[2]], (x) => tf.exp(x));
    expect(early).toEqual([]);
    expect(difference).toBe(0);
  });
});

describe("reassociate", () => {
  it("joins early factors, quotients and signs", () => {
    const { text, difference } = split([[2, 3], [2, 3], [3]], [[2, 3]], (a, b, c, x) =>
      tf.neg(tf.div(tf.mul(a, tf.mul(tf.sin(x), b)), c)),
    );
    expect(difference).toBeLessThan(1e-5);
    expect(text).toMatchInlineSnapshot(`
      "
         %0 = Parameter() : float32[2,3]
         %1 = Parameter() : float32[2,3]
         %2 = Parameter() : float32[3]
         %3 = Mul(%0, %1) : float32[2,3]
         %4 = Reciprocal(%2) : float32[3]
         %5 = Mul(%3, %4) : float32[2,3]
      -> %6 = Neg(%5) : float32[2,3]
      ---
         %0 = Parameter() : float32[2,3]
         %1 = Parameter() : float32[2,3]
         %2 = Sin(%0) : float32[2,3]
      -> %3 = Mul(%2, %1) : float32[2,3]
      "
    `);
  });

  it("makes no early factor larger than the product", () => {
    const { early, difference } = split(
      [
        [4, 1],
        [1, 5],
      ],
      [[4, 1]],
      (a, b, x) => tf.sum(tf.mul(b, tf.mul(a, x))),
    );
    expect(early.every(({ size }) => size <= 20)).toBe(true);
    expect(difference).toBeLessThan(1e-5);
  });

  it("adds a row to every row by a product with a column of ones", () => {
    const { text, difference } = split(
      [[1, 4, 3]],
      [
        [1, 3, 2],
        [1, 1, 2],
        [1, 4, 2],
      ],
      (a, w, b, x) => tf.add(tf.add(tf.matMul(a as Tensor3D, w as Tensor3D), tf.exp(x)), b),
    );
    expect(difference).toBeLessThan(1e-5);
    expect(text).toMatchInlineSnapshot(`
      "
         %0 = Parameter() : float32[1,4,3]
         %1 = Expand(1, [1, 4, 1]) : float32[1,4,1]
      -> %2 = Concat(%0, %1, axis=2) : float32[1,4,4]
      ---
         %0 = Parameter() : float32[1,4,2]
         %1 = Parameter() : float32[1,4,4]
         %2 = Parameter() : float32[1,3,2]
         %3 = Parameter() : float32[1,1,2]
         %4 = Exp(%0) : float32[1,4,2]
         %5 = Concat(%2, %3, axis=1) : float32[1,4,2]
         %6 = MatMul(%1, %5) : float32[1,4,2]
      -> %7 = Add(%4, %6) : float32[1,4,2]
      "
    `);
  });

  it("leaves a product that is used elsewhere too", () => {
    const { late } = split(
      [[1, 4, 3]],
      [
        [1, 3, 2],
        [1, 1, 2],
      ],
      (a, w, b) => {
        const product = tf.matMul(a, w);
        return tf.mul(tf.add(product, b), tf.exp(product));
      },
    );
    expect(printGraph(late)).not.toContain("Concat");
  });
});
