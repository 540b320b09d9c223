// What programs record: the printed graph shows hash-consing, the rewrite rules and the lowerings at work.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { graphText } from "../../../src/backend/diagnostics.ts";

const x = (): Tensor => tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);

function textOf(program: () => Tensor | Tensor[]): string {
  let text = "";
  tf.tidy(() => {
    const result = program();
    text = `\n${graphText(Array.isArray(result) ? result : [result])}\n`;
  });
  return text;
}

/** The operators of a program, without inputs. */
function operators(program: () => Tensor | Tensor[]): string[] {
  return [...textOf(program).matchAll(/= (\w+)\(/g)].map((match) => match[1] as string);
}

describe("graph", () => {
  beforeAll(async () => {
    await useBackend("onnx");
  });

  it("prints a layer and a loss", () => {
    const text = textOf(() => {
      const w = tf.tensor2d([1, 2, 3], [3, 1]);
      return tf.mean(tf.square(tf.tanh(tf.add(tf.matMul(x(), w), tf.tensor1d([1])))));
    });
    expect(text).toMatchInlineSnapshot(`
      "
         %0 = Input : float32[2,3]
         %1 = Input : float32[3,1]
         %2 = Input : float32[1]
         %3 = MatMul(%0, %1) : float32[2,1]
         %4 = Add(%3, %2) : float32[2,1]
         %5 = Tanh(%4) : float32[2,1]
         %6 = Mul(%5, %5) : float32[2,1]
      -> %7 = ReduceMean(%6, [0, 1], keepdims=0) : float32[]
      "
    `);
  });

  it("prints a gradient without ones and without chains", () => {
    expect(textOf(() => tf.grad((y) => tf.sum(tf.tanh(y)))(x()))).toMatchInlineSnapshot(`
      "
         %0 = Input : float32[2,3]
         %1 = Tanh(%0) : float32[2,3]
         %2 = Mul(%1, %1) : float32[2,3]
      -> %3 = Sub(1, %2) : float32[2,3]
      "
    `);
  });

  it("prints the second derivative of a sum of exponentials", () => {
    const first = (y: Tensor): Tensor => tf.sum(tf.grad((z) => tf.sum(tf.exp(z)))(y));
    expect(textOf(() => tf.grad(first)(x()))).toMatchInlineSnapshot(`
      "
         %0 = Input : float32[2,3]
      -> %1 = Exp(%0) : float32[2,3]
      "
    `);
  });

  describe("gives equal operations one node", () => {
    it("whatever tensors ask for them", () => {
      const a = x();
      expect(
        operators(() => [tf.tanh(a), tf.tanh(a.clone()), tf.tanh(tf.reshape(a, [2, 3]))]),
      ).toEqual(["Tanh"]);
      a.dispose();
    });

    it("in either order of a sum or product", () => {
      const [a, b] = [x(), x()];
      expect(operators(() => [tf.add(a, b), tf.add(b, a)])).toEqual(["Add"]);
      expect(operators(() => [tf.sub(a, b), tf.sub(b, a)])).toEqual(["Sub", "Sub"]);
      tf.dispose([a, b]);
    });

    it("with equal numbers, and tells different ones apart", () => {
      const a = x();
      expect(operators(() => [tf.mul(a, 0.3), tf.mul(a, 0.3)])).toEqual(["Mul"]);
      expect(operators(() => [tf.mul(a, 0.3), tf.mul(a, 0.4)])).toEqual(["Mul", "Mul"]);
      a.dispose();
    });

    it("but uploaded tensors their own, equal or not", () => {
      expect(textOf(() => tf.add(x(), x())).match(/Input/g)).toHaveLength(2);
    });
  });

  describe("leaves out what changes nothing", () => {
    const programs: Record<string, [(a: Tensor) => Tensor, string[]]> = {
      "x · 1": [(a) => tf.mul(tf.exp(a), 1), ["Exp"]],
      "x · ones": [(a) => tf.mul(tf.exp(a), tf.onesLike(a)), ["Exp"]],
      "x + 0": [(a) => tf.add(0, tf.exp(a)), ["Exp"]],
      "x + zeros": [(a) => tf.add(tf.exp(a), tf.zerosLike(a)), ["Exp"]],
      "x - 0": [(a) => tf.sub(tf.exp(a), 0), ["Exp"]],
      "x / 1": [(a) => tf.div(tf.exp(a), 1), ["Exp"]],
      "x ^ 1": [(a) => tf.pow(tf.exp(a), 1), ["Exp"]],
      "x + -y": [(a) => tf.add(a, tf.neg(tf.exp(a))), ["Exp", "Sub"]],
      "-x · y + z": [(a) => tf.add(tf.mul(tf.neg(tf.exp(a)), a), a), ["Exp", "Mul", "Sub"]],
      "-(x - y)": [(a) => tf.neg(tf.sub(tf.exp(a), a)), ["Exp", "Sub"]],
      "-(-x)": [(a) => tf.neg(tf.neg(tf.exp(a))), ["Exp"]],
      "reshape of a reshape": [(a) => tf.reshape(tf.reshape(tf.exp(a), [6]), [2, 3]), ["Exp"]],
      "reshape of an input": [(a) => tf.exp(tf.reshape(a, [3, 2])), ["Exp"]],
      "identity transposition": [(a) => tf.transpose(tf.exp(a), [0, 1]), ["Exp"]],
      "two transpositions": [(a) => tf.transpose(tf.transpose(tf.exp(a))), ["Exp"]],
      "tile before an operation": [
        (a) => tf.mul(tf.exp(a), tf.tile(tf.tensor2d([1, 2], [2, 1]), [1, 3])),
        ["Exp", "Mul"],
      ],
      "sum along an axis of size 1": [(a) => tf.sum(tf.expandDims(tf.exp(a), 0), 0), ["Exp"]],
      "slice of everything": [(a) => tf.slice(tf.exp(a), [0, 0], [2, 3]), ["Exp"]],
      "pad by nothing": [
        (a) =>
          tf.pad(tf.exp(a), [
            [0, 0],
            [0, 0],
          ]),
        ["Exp"],
      ],
      "concat of one": [(a) => tf.concat([tf.exp(a), tf.zeros([0, 3])]), ["Exp"]],
      "cast to the same type": [(a) => tf.cast(tf.exp(a), "float32"), ["Exp"]],
      "maximum of broadcasts": [
        (a) => tf.maximum(tf.broadcastTo(tf.sum(a), [2, 3]), tf.fill([2, 3], 2)),
        ["ReduceSum", "Max", "Expand"],
      ],
      "sum of a broadcast": [
        (a) => tf.sum(tf.broadcastTo(tf.exp(a), [5, 2, 3]), 0),
        ["Exp", "Mul"],
      ],
    };

    it.each(Object.entries(programs))("%s", (_, [program, expected]) => {
      const a = x();
      expect(operators(() => program(a))).toEqual(expected);
      a.dispose();
    });
  });

  describe("puts transpositions into matrix products", () => {
    it.each([
      ["of the left", true, false, ["FusedMatMul"]],
      ["of the right", false, true, ["FusedMatMul"]],
      ["of neither", false, false, ["MatMul"]],
    ] as const)("%s", (_, left, right, expected) => {
      const square = tf.zeros([20, 20]);
      const side = (transposed: boolean): Tensor => (transposed ? tf.transpose(square) : square);
      expect(operators(() => tf.matMul(side(left), side(right)))).toEqual(expected);
      square.dispose();
    });

    it.each([
      ["a narrow right factor multiplies from the left", [2, 20], [2, 3], true, false],
      ["a short inner axis is not transposed while multiplying", [20, 2], [20, 2], false, true],
    ] as const)("except that %s", (_, left, right, transposeA, transposeB) => {
      const [a, b] = [tf.zeros([...left]), tf.zeros([...right])];
      const names = operators(() => tf.matMul(a, b, transposeA, transposeB));
      expect(names).toEqual(transposeA ? ["FusedMatMul", "Transpose"] : ["Transpose", "MatMul"]);
      tf.dispose([a, b]);
    });

    it("and cancels two", () => {
      const square = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      expect(operators(() => tf.matMul(tf.transpose(square), square, true))).toEqual(["MatMul"]);
      square.dispose();
    });
  });

  it("does not compute with fills, however large", () => {
    const huge = tf.fill([100_000, 100_000], 2);
    expect(operators(() => tf.mul(huge, 3))).toEqual(["Mul", "Expand"]);
    huge.dispose();
  });

  it("feeds numbers that may change and writes common ones into the model", () => {
    const text = textOf(() => tf.mul(tf.mul(tf.exp(x()), 0.5), 0.3));
    expect(text).toContain("Mul(%2, 0.5)");
    expect(text.match(/Input : float32\[\]/g)).toHaveLength(1);
  });
});
