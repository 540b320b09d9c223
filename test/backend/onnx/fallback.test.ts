import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { onNotice } from "../../../src/backend/diagnostics.ts";
import type { NoticeListener } from "../../../src/backend/diagnostics.ts";

const indices = (): tf.Tensor1D => tf.tensor1d([1, 2, 1], "int32");
const empty = (): tf.Tensor1D => tf.tensor1d([]);

describe("kernels without a lowering", () => {
  const notices: string[] = [];
  let previous: NoticeListener;

  beforeAll(async () => {
    await useBackend("onnx");
    previous = onNotice((notice) => notices.push(notice));
  });
  afterAll(() => {
    onNotice(previous);
  });
  beforeEach(() => {
    notices.length = 0;
  });

  it("run on the cpu backend, over pending values, and give pending results", () => {
    const values = tf.tidy(() => {
      const x = tf.square(tf.tensor1d([3, 1, 2]));
      return tf.add(tf.topk(x, 2).values, 1).dataSync();
    });
    expect(Array.from(values)).toEqual([10, 5]);
  });

  it("are announced once each", () => {
    for (let i = 0; i < 3; i++) tf.tidy(() => tf.bincount(indices(), empty(), 3).dataSync());
    expect(notices).toEqual([
      'onnx backend: "Bincount" runs on tfjs\'s cpu backend, which is slower',
    ]);
  });

  it("are not announced where they compute nothing", () => {
    tf.tidy(() => tf.real(tf.complex(tf.tensor1d([1]), tf.tensor1d([2]))).dataSync());
    tf.tidy(() => tf.linspace(0, 1, 3).dataSync());
    expect(notices).toEqual([]);
  });

  it("take lists of tensors among their inputs", () => {
    const values = tf.tidy(() => {
      const splits = tf.tensor1d([0, 1, 3], "int32");
      const flat = tf.square(tf.tensor1d([1, 2, 3]));
      const rows = tf.raggedTensorToTensor(
        tf.tensor1d([2, 2], "int32"),
        flat,
        tf.scalar(0),
        [splits],
        ["ROW_SPLITS"],
      );
      return rows.dataSync();
    });
    expect(Array.from(values)).toEqual([1, 0, 4, 9]);
  });

  it("leave no tensor behind", () => {
    const before = tf.memory();
    tf.tidy(() => tf.unique(tf.tensor1d([3, 1, 3])).indices.dataSync());
    const after = tf.memory();
    expect([after.numTensors, after.numDataBuffers]).toEqual([
      before.numTensors,
      before.numDataBuffers,
    ]);
  });
});
