// The contract of a backend, as a suite: three lines run it for an engine.

import * as tf from "@tensorflow/tfjs-core";
import type { DataType, Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import type { BackendName } from "../../src/backend/backend.ts";
import { operations } from "./operations.ts";
import type { Program } from "./operations.ts";

/** Tests that do not apply to a backend, and why. */
export interface Skip {
  readonly reason: string;
  /** Names of programs in operations.ts, or "memory counts". */
  readonly tests: readonly string[];
}

/** What a program answered. */
interface Answer {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly values: readonly unknown[];
}

/** Runs the contract against an installed backend. */
export function describeBackend(
  name: BackendName,
  { skips = [] }: { skips?: readonly Skip[] } = {},
): void {
  const skipped = new Set(skips.flatMap(({ tests }) => tests));

  describe(`backend ${name}`, () => {
    const expected = new Map<string, readonly Answer[]>();

    beforeAll(async () => {
      await useBackend("cpu");
      for (const [operation, program] of Object.entries(operations)) {
        expected.set(operation, answersOf(program));
      }
      await useBackend(name);
    });

    describe("answers as the cpu backend does", () => {
      for (const [operation, program] of Object.entries(operations)) {
        it.skipIf(skipped.has(operation))(operation, () => {
          const wanted = expected.get(operation) as readonly Answer[];
          const answers = answersOf(program);
          expect(answers.map(typeOf)).toEqual(wanted.map(typeOf));
          answers.forEach(({ values }, i) => {
            expectSame(values, (wanted[i] as Answer).values);
          });
        });
      }
    });

    describe("reads", () => {
      it("gives the same values synchronously, asynchronously and again", async () => {
        const x = tf.tidy(() => tf.tanh(tf.tensor1d([0.5, -1])));
        const sync = Array.from(x.dataSync());
        expect(Array.from(await x.data())).toEqual(sync);
        expect(Array.from(x.dataSync())).toEqual(sync);
        expect(sync).toBeAllClose([Math.tanh(0.5), Math.tanh(-1)]);
        x.dispose();
      });

      it("answers many reads at once", async () => {
        const xs = [1, 2, 3].map((value) => tf.tidy(() => tf.square(tf.scalar(value))));
        const values = await Promise.all(xs.map((x) => x.data()));
        expect(values.map((value) => value[0])).toEqual([1, 4, 9]);
        tf.dispose(xs);
      });

      it("does not see a change of the uploaded array after a read", () => {
        const values = new Float32Array([1, 2]);
        const x = tf.tensor1d(values);
        const doubled = tf.mul(x, 2);
        expect(Array.from(doubled.dataSync())).toEqual([2, 4]);
        values.fill(9);
        expect(Array.from(doubled.dataSync())).toEqual([2, 4]);
        tf.dispose([x, doubled]);
      });

      it("takes tensors of another backend", async () => {
        const x = tf.tensor1d([1, 2, 3]);
        await useBackend("cpu");
        const squares = tf.square(x);
        await useBackend(name);
        const sum = tf.sum(squares);
        expect(sum.dataSync()[0]).toBe(14);
        tf.dispose([x, squares, sum]);
      });
    });

    describe("memory", () => {
      it.skipIf(skipped.has("memory counts"))(
        "counts tensors, buffers and bytes as the cpu backend does",
        async () => {
          const counts = countsOf();
          await useBackend("cpu");
          expect(counts).toEqual(countsOf());
          await useBackend(name);
        },
      );

      it("keeps values that a clone or a reshape still holds", () => {
        const x = tf.tensor1d([1, 2, 3, 4]);
        const clone = x.clone();
        const reshaped = tf.reshape(x, [2, 2]);
        x.dispose();
        expect(Array.from(clone.dataSync())).toEqual([1, 2, 3, 4]);
        clone.dispose();
        expect(reshaped.arraySync()).toEqual([
          [1, 2],
          [3, 4],
        ]);
        reshaped.dispose();
      });

      it("frees everything in a tidy, and keeps what it returns", () => {
        const before = tf.memory();
        const y = tf.tidy(() => tf.add(tf.exp(tf.zeros([2])), 1));
        expect(tf.memory().numTensors).toBe(before.numTensors + 1);
        expect(Array.from(y.dataSync())).toEqual([2, 2]);
        y.dispose();
        const { numTensors, numDataBuffers, numBytes } = tf.memory();
        expect({ numTensors, numDataBuffers, numBytes }).toEqual({
          numTensors: before.numTensors,
          numDataBuffers: before.numDataBuffers,
          numBytes: before.numBytes,
        });
      });

      it("keeps variables and their assignments", () => {
        const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
        for (let i = 0; i < 3; i++) {
          const next = tf.tidy(() => tf.mul<tf.Tensor1D>(variable, 2));
          variable.assign(next);
          next.dispose();
        }
        expect(Array.from(variable.dataSync())).toEqual([8, 16]);
        variable.dispose();
      });
    });

    it("composes gradients", () => {
      // f = x³: f'' = 6 x
      const second = tf.tidy(() => {
        const first = (x: Tensor): Tensor => tf.sum(tf.grad((y) => tf.sum(tf.pow(y, 3)))(x));
        return tf.grad(first)(tf.tensor1d([1, -2]));
      });
      expect(Array.from(second.dataSync())).toBeAllClose([6, -12]);
      second.dispose();
    });
  });
}

function answersOf(program: Program): readonly Answer[] {
  let answers: readonly Answer[] = [];
  tf.tidy(() => {
    const result = program();
    answers = (Array.isArray(result) ? result : [result]).map((tensor) => ({
      shape: tensor.shape,
      dtype: tensor.dtype,
      values: Array.from(tensor.dataSync() as ArrayLike<unknown>),
    }));
  });
  return answers;
}

function typeOf({ shape, dtype }: Answer): string {
  return `${dtype}[${shape.join()}]`;
}

/** NaN only where NaN is expected, infinities equal, the rest close in float32. */
function expectSame(actual: readonly unknown[], expected: readonly unknown[]): void {
  const isFinite = expected.map((value) => Number.isFinite(value));
  const pick = (values: readonly unknown[], finite: boolean): unknown[] =>
    values.filter((_, i) => isFinite[i] === finite);
  expect(pick(actual, false)).toEqual(pick(expected, false));
  expect(pick(actual, true)).toBeAllClose(pick(expected, true) as number[], {
    rtol: 3e-5,
    atol: 1e-6,
  });
}

/** What tf.memory() says along a program that clones, reshapes, casts and disposes. */
function countsOf(): unknown[] {
  const start = tf.memory();
  const counts: unknown[] = [];
  const count = (): void => {
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    counts.push([
      numTensors - start.numTensors,
      numDataBuffers - start.numDataBuffers,
      numBytes - start.numBytes,
    ]);
  };
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  count();
  const tensors = [x.clone(), tf.reshape(x, [4]), tf.cast(x, "float32"), tf.cast(x, "int32")];
  count();
  tensors.push(tf.add(x, x), tf.add(x, x), tf.expandDims(x), tf.zerosLike(x), tf.tile(x, [1, 1]));
  count();
  tensors.push(...tf.split(x, 2), ...tf.unstack(x), tf.concat([x]), tf.transpose(x, [0, 1]));
  count();
  tensors[0]?.dataSync();
  count();
  x.dispose();
  count();
  tf.dispose(tensors);
  count();
  return counts;
}
