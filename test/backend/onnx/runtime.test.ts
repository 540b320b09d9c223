// The two ways to run models, and what the native one relies on.

import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { cpuBackend } from "../../../src/backend/onnx/fallback.ts";
import { OnnxBackend } from "../../../src/backend/onnx/onnx-backend.ts";
import { Graph } from "../../../src/backend/onnx/graph.ts";
import { encodeModel, nameOf } from "../../../src/backend/onnx/model.ts";
import { parameter, unreadable } from "../../../src/backend/onnx/node.ts";
import { linearise } from "../../../src/backend/onnx/program.ts";
import { loadRuntime, nativeRuntime, publicRuntime } from "../../../src/backend/onnx/runtime.ts";
import type { RuntimeTensor, Session } from "../../../src/backend/onnx/runtime.ts";

const ASYNC = "onnx-async";

describe("loadRuntime", () => {
  it("finds the version whose native binding is known", () => {
    const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as {
      version: string;
    };
    expect(version).toBe("1.30.0");
    expect(loadRuntime().synchronous).toBe(true);
  });
});

describe("the native runtime", () => {
  it("writes outputs to given arrays, and copies none of them", () => {
    const graph = new Graph();
    const type = { shape: [3], dtype: "float32" } as const;
    const x = parameter(type);
    const [exp, sum] = [graph.record("Exp", [x], type), graph.record("Add", [x, x], type)];
    const program = linearise([unreadable(), exp, sum]);
    const session = nativeSession(encodeModel(program));
    const [first, second, third] = program.outputs.map(nameOf) as [string, string, string];
    const tensor = (...data: number[]): RuntimeTensor => ({
      type: "float32",
      dims: [3],
      data: Float32Array.from(data),
      location: "cpu",
    });
    const [a, b] = [tensor(0, 0, 0), tensor(0, 0, 0)];
    session.runInto({ i0: tensor(0, 1, 2) }, { [first]: null, [second]: a, [third]: b });
    expect(a.data as Float32Array).toBeAllClose([1, Math.E, Math.E ** 2]);
    expect([...(b.data as Float32Array)]).toEqual([0, 2, 4]);
    session.dispose();
  });

  it("passes on every other failure of such a run", () => {
    const graph = new Graph();
    const x = parameter({ shape: [3], dtype: "float32" });
    const exp = graph.record("Exp", [x], { shape: [3], dtype: "float32" });
    const session = nativeSession(encodeModel(linearise([unreadable(), exp])));
    expect(() => {
      session.runInto({}, {});
    }).toThrow();
    session.dispose();
  });
});

/** Loads a model through the native binding. */
function nativeSession(model: Uint8Array): Session {
  const runtime = nativeRuntime();
  if (!runtime.synchronous) throw new Error("the native runtime must be synchronous");
  return runtime.load(model, { intraOpNumThreads: 1 });
}

describe("the public runtime", () => {
  beforeAll(async () => {
    await useBackend("onnx");
    tf.registerBackend(ASYNC, () => new OnnxBackend(publicRuntime("9.9.9"), cpuBackend));
    tf.copyRegisteredKernels("onnx", ASYNC);
    await tf.setBackend(ASYNC);
  });
  afterAll(async () => {
    await useBackend("onnx");
    tf.removeBackend(ASYNC);
  });

  it("answers asynchronous reads", async () => {
    const y = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
    expect(Array.from(await y.data())).toEqual([11]);
    y.dispose();
  });

  it("answers reads that overlap, and operations recorded while one runs", async () => {
    const x = tf.tensor1d([1, 2]);
    const [a, b] = [tf.square(x), tf.exp(x)];
    const first = a.data();
    const c = tf.add(a, b);
    const all = await Promise.all([first, b.data(), c.data()]);
    expect(all.map((values) => Array.from(values))).toBeAllClose([
      [1, 4],
      [Math.E, Math.E ** 2],
      [1 + Math.E, 4 + Math.E ** 2],
    ]);
    tf.dispose([x, a, b, c]);
  });

  it("reads what is known synchronously, and says what to do about the rest", () => {
    const x = tf.tensor1d([1, 2]);
    expect(Array.from(x.dataSync())).toEqual([1, 2]);
    const y = tf.exp(x);
    expect(() => y.dataSync()).toThrow(
      "onnx backend: dataSync() needs onnxruntime-node 1.30.0, whose native binding is known, " +
        "got version 9.9.9; use `await tensor.data()`, or install that version",
    );
    tf.dispose([x, y]);
  });
});

describe("a graph that cannot run", () => {
  it("is an error that says why, and later reads work", async () => {
    await useBackend("onnx");
    const y = tf.tidy(() =>
      tf.gather(tf.tensor1d([1, 2]), tf.add(tf.tensor1d([4], "int32"), tf.scalar(1, "int32"))),
    );
    expect(() => y.dataSync()).toThrow(
      /^onnx backend: a graph of \d+ nodes must run, got ".*indices/,
    );
    y.dispose();
    expect(tf.tidy(() => Array.from(tf.neg(tf.tensor1d([1])).dataSync()))).toEqual([-1]);
  });
});
