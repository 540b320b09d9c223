import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { backendStats } from "../../../src/backend/diagnostics.ts";
import type { BackendStats } from "../../../src/backend/diagnostics.ts";
import { MAX_SESSIONS } from "../../../src/backend/onnx/executor.ts";
import { BoundedCache } from "../../../src/backend/onnx/bounded-cache.ts";

/** What a program added to the counters. */
function counted(program: () => void): { runs: number; sessionsBuilt: number } {
  const before = backendStats() as BackendStats;
  tf.tidy(program);
  const after = backendStats() as BackendStats;
  return {
    runs: after.runs - before.runs,
    sessionsBuilt: after.sessionsBuilt - before.sessionsBuilt,
  };
}

describe("sessions", () => {
  beforeAll(async () => {
    await useBackend("onnx");
  });

  it("are built once for a structure, whatever the values", () => {
    const program = (value: number) => (): void => {
      const x = tf.tensor1d([value, 2 * value]);
      expect(tf.mul(tf.sin(x), value / 7).dataSync()).toBeAllClose([
        (Math.sin(value) * value) / 7,
        (Math.sin(2 * value) * value) / 7,
      ]);
    };
    expect(counted(program(0.3))).toEqual({ runs: 1, sessionsBuilt: 1 });
    expect(counted(program(0.4))).toEqual({ runs: 1, sessionsBuilt: 0 });
    expect(counted(program(0.5))).toEqual({ runs: 1, sessionsBuilt: 0 });
  });

  it("are built anew for another shape", () => {
    const program = (size: number) => () => tf.cos(tf.zeros([size])).dataSync();
    expect(counted(program(3))).toEqual({ runs: 1, sessionsBuilt: 1 });
    expect(counted(program(4))).toEqual({ runs: 1, sessionsBuilt: 1 });
    expect(counted(program(3))).toEqual({ runs: 1, sessionsBuilt: 0 });
  });

  it("compute everything pending in the run of the first read", () => {
    const program = (): void => {
      const x = tf.tensor1d([0.1, 0.2]);
      const [a, b] = [tf.tan(x), tf.tan(tf.tan(x))];
      a.dataSync();
      b.dataSync();
      a.dataSync();
    };
    expect(counted(program).runs).toBe(1);
  });

  it("do not compute what no tensor holds", () => {
    const program = (): void => {
      const x = tf.tensor1d([0.1, 0.2]);
      tf.exp(x).dispose();
      x.dataSync();
      tf.fill([3], 2).dataSync();
    };
    expect(counted(program).runs).toBe(0);
  });

  it("count the operations of matrix products in every run", () => {
    const program = (): void => {
      const [a, b] = [tf.zeros([2, 5, 3]), tf.zeros([2, 5, 4])];
      tf.matMul(a, b, true).dataSync();
    };
    const before = (backendStats() as BackendStats).matrixFlops;
    tf.tidy(program);
    tf.tidy(program);
    const flops = (backendStats() as BackendStats).matrixFlops - before;
    expect(flops).toBe(2 * (2 * 2 * 5 * 3 * 4)); // runs · (multiply and add · batch · inner · rows · columns)
  });

  it("are bounded in number", () => {
    for (let size = 1; size <= MAX_SESSIONS + 8; size++) {
      tf.tidy(() => tf.asinh(tf.zeros([size])).dataSync());
    }
    expect(backendStats()?.sessionsHeld).toBe(MAX_SESSIONS);
  });
});

describe("BoundedCache", () => {
  function newCache(capacity: number): {
    cache: BoundedCache<{ dispose(): void }>;
    disposed: string[];
    put: (key: string) => void;
  } {
    const cache = new BoundedCache<{ dispose(): void }>(capacity);
    const disposed: string[] = [];
    const put = (key: string): void => {
      cache.set(key, { dispose: () => disposed.push(key) });
    };
    return { cache, disposed, put };
  }

  it("drops and disposes of the least recently used first", () => {
    const { cache, disposed, put } = newCache(2);
    put("a");
    put("b");
    cache.get("a");
    put("c");
    expect(disposed).toEqual(["b"]);
    expect(cache.get("a")).toBeDefined();
    expect(cache.get("b")).toBeUndefined();
    expect(cache.size).toBe(2);
  });

  it("disposes of what is replaced, and of everything when it is cleared", () => {
    const { cache, disposed, put } = newCache(2);
    put("a");
    put("a");
    expect(disposed).toEqual(["a"]);
    put("b");
    cache.clear();
    expect(disposed).toEqual(["a", "a", "b"]);
    expect(cache.size).toBe(0);
  });
});
