// Compiled functions compute what the functions compute, on every backend, and are traced once for each signature.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { installedBackends, useBackend } from "../../src/backend/backend.ts";
import { compile, partial } from "../../src/backend/compile.ts";
import { backendStats, onNotice } from "../../src/backend/diagnostics.ts";

interface Layer {
  readonly w: Tensor2D;
  readonly b: Tensor1D;
}

/** Loss, its gradient and a number that is no tensor, with a sum that depends on the number of rows. */
function lossAndGradient(
  { w, b }: Layer,
  x: Tensor2D,
  options: { readonly scale: number },
): { loss: Scalar; gradient: Tensor[]; scale: number } {
  const loss = (weights: Tensor, bias: Tensor): Scalar =>
    tf.mul(
      tf.sum(tf.square(tf.tanh(tf.add(tf.matMul(x, weights as Tensor2D), bias)))),
      options.scale,
    );
  return { loss: loss(w, b), gradient: tf.grads(loss)([w, b]), scale: options.scale };
}

function numbers(result: ReturnType<typeof lossAndGradient>): number[] {
  return [result.loss, ...result.gradient].flatMap((tensor) => [...tensor.dataSync()]);
}

function layer(): Layer {
  return { w: tf.tensor2d([0.3, -0.2, 0.5, 0.1, 0.7, -0.6], [3, 2]), b: tf.tensor1d([0.1, -0.3]) };
}

const rows = (count: number): Tensor2D =>
  tf.tensor2d(
    Array.from({ length: 3 * count }, (_, i) => Math.sin(i + 1)),
    [count, 3],
  );

beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

describe.each(await installedBackends())("compile on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it("computes what the function computes, gradients included", () => {
    const compiled = compile("lossAndGradient", lossAndGradient);
    for (const count of [4, 2, 4]) {
      const args = [layer(), rows(count), { scale: 2 }] as const;
      expect(numbers(compiled(...args))).toBeAllClose(numbers(lossAndGradient(...args)));
    }
    expect(compiled(layer(), rows(1), { scale: 3 }).scale).toBe(3);
    compiled.dispose();
  });

  it("gives results that the caller owns, even where they are arguments", () => {
    const same = compile("same", (x: Tensor1D) => ({ x, twice: tf.add(x, x) }));
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    const result = same(x);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([result.x, result.twice]);
    expect([...x.dataSync()]).toEqual([1, 2]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("fixes first arguments", () => {
    const compiled = compile("lossAndGradient", lossAndGradient);
    const [params, x] = [layer(), rows(4)];
    const loss = partial(compiled, params, x);
    for (const scale of [1, 2]) {
      expect(numbers(loss({ scale }))).toBeAllClose(numbers(lossAndGradient(params, x, { scale })));
    }
    loss.dispose();
  });

  it("gives each application of the same fixed arguments results of its own", () => {
    const product = compile("product", (a: Tensor1D, b: Tensor1D) => tf.mul(tf.exp(a), b));
    const [one, two] = [tf.tensor1d([1]), tf.tensor1d([2])];
    const [first, second] = [partial(product, one), partial(product, two)];
    for (let i = 0; i < 2; i++) {
      expect(first(one).dataSync()).toBeAllClose([Math.E]);
      expect(second(one).dataSync()).toBeAllClose([Math.E ** 2]);
    }
    first.dispose();
    expect(second(two).dataSync()).toBeAllClose([2 * Math.E ** 2]);
    second.dispose();
    const third = partial(product, tf.zeros<tf.Rank.R1>([1]));
    expect(third(two).dataSync()).toBeAllClose([2]);
    third.dispose();
  });

  it("can be differentiated", () => {
    const cube = compile("cube", (x: Tensor) => tf.mul(x, tf.mul(x, x)));
    const gradient = tf.grad((x: Tensor) => cube(x))(tf.tensor1d([2, 3]));
    expect(gradient.dataSync()).toBeAllClose([12, 27]);
  });

  it("can be part of another compiled function", () => {
    const inner = compile("inner", (x: Tensor) => tf.exp(x));
    const outer = compile("outer", (x: Tensor) => tf.add(inner(x), 1));
    expect(outer(tf.scalar(0)).dataSync()).toBeAllClose([2]);
    expect(inner.traces).toBe(0);
  });

  it("computes results without elements, results that are constant and results that are equal", () => {
    const f = compile("f", (x: Tensor1D) => {
      const y = tf.exp(x);
      return { none: tf.slice(x, [0], [0]), ones: tf.onesLike(x), y, again: tf.exp(x) };
    });
    const { none, ones, y, again } = f(tf.tensor1d([0, 1]));
    expect([...none.dataSync()]).toEqual([]);
    expect([...ones.dataSync()]).toEqual([1, 1]);
    expect(y.dataSync()).toBeAllClose([1, Math.E]);
    y.dispose();
    expect(again.dataSync()).toBeAllClose([1, Math.E]);
  });

  it("keeps integers and booleans", () => {
    const f = compile("f", (x: Tensor) => ({ sum: tf.sum(x), isLarge: tf.greater(x, 1) }));
    const { sum, isLarge } = f(tf.tensor1d([1, 2], "int32"));
    expect([sum.dtype, isLarge.dtype]).toEqual(["int32", "bool"]);
    expect([...isLarge.dataSync(), ...sum.dataSync()]).toEqual([0, 1, 3]);
  });
});

describe("compile on onnx", () => {
  beforeAll(() => useBackend("onnx"));

  it("traces once for each signature, whatever the values", () => {
    const compiled = compile("lossAndGradient", lossAndGradient);
    const call = (count: number, scale: number): void => {
      tf.dispose(Object.values(compiled(layer(), rows(count), { scale })));
    };
    const built = backendStats()!.sessionsBuilt;
    for (let i = 0; i < 5; i++) call(4, 1);
    expect(compiled.traces).toBe(1);
    expect(backendStats()!.sessionsBuilt - built).toBeLessThanOrEqual(1);
    call(5, 1);
    call(4, 2);
    call(4, 1);
    expect(compiled.traces).toBe(3);
    compiled.dispose();
    call(4, 1);
    expect(compiled.traces).toBe(4);
  });

  it("runs nothing but the late part again where first arguments are fixed", () => {
    const f = compile("f", (a: Tensor1D, b: Tensor1D) => tf.add(tf.exp(tf.sin(a)), b));
    const apply = partial(f, tf.tensor1d([1, 2]));
    apply(tf.tensor1d([1, 1]));
    const before = backendStats()!.nodesRun;
    apply(tf.tensor1d([2, 2]));
    expect(backendStats()!.nodesRun - before).toBe(1);
    apply.dispose();
  });

  it("forgets the least recently used signatures", () => {
    const f = compile("f", (x: Tensor1D) => tf.exp(tf.sinh(x))); // no other test has this program
    const held = backendStats()!.sessionsHeld;
    for (let n = 1; n <= 40; n++) f(tf.ones<tf.Rank.R1>([n]));
    expect(backendStats()!.sessionsHeld - held).toBeLessThanOrEqual(32);
    expect(f(tf.zeros<tf.Rank.R1>([1])).dataSync()).toBeAllClose([1]);
    expect(f.traces).toBe(41);
    f.dispose();
    expect(backendStats()!.sessionsHeld).toBe(held);
  });

  it("freezes what it captures", () => {
    const captured = tf.tensor1d([1, 2]);
    const pending = tf.add(captured, 1);
    const f = compile("f", (x: Tensor1D) => tf.mul(tf.mul(x, captured), pending));
    expect([...f(tf.tensor1d([1, 1])).dataSync()]).toEqual([2, 6]);
    tf.dispose([captured, pending]);
    expect([...f(tf.tensor1d([2, 2])).dataSync()]).toEqual([4, 12]);
  });

  it("runs a function that reads values operation by operation, with one notice", () => {
    const notices: string[] = [];
    const previous = onNotice((notice) => notices.push(notice));
    const f = compile("scaled", (x: Tensor1D) => tf.mul(x, x.dataSync()[0]!));
    expect([...f(tf.tensor1d([2, 3])).dataSync()]).toEqual([4, 6]);
    expect([...f(tf.tensor1d([3, 3])).dataSync()]).toEqual([9, 9]);
    const bound = partial(f);
    expect([...bound(tf.tensor1d([5, 1])).dataSync()]).toEqual([25, 5]);
    onNotice(previous);
    expect(notices).toEqual([
      `compile: "scaled" runs operation by operation, which is slower: it reads values of tensors or uses an operation that runs on tfjs's cpu backend`,
    ]);
  });

  it("passes on what the function throws, and works afterwards", () => {
    const f = compile("f", (x: Tensor1D, fails: boolean) => {
      if (fails) throw new Error("no");
      return tf.exp(x);
    });
    expect(() => f(tf.tensor1d([1]), true)).toThrow("no");
    expect(f(tf.tensor1d([0]), false).dataSync()).toBeAllClose([1]);
  });

  it("rejects arguments that have no signature", () => {
    const f = compile("apply", (x: unknown) => x);
    expect(() => f({ activation: () => 1 })).toThrow(
      "apply.0.activation must be a tensor, a number, a string, a boolean, or an array or plain object of them, got a function",
    );
  });
});
