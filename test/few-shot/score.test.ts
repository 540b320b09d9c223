import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { disposeItems, toItemBatch } from "../../src/few-shot/item-batch.ts";
import { itemLoss } from "../../src/few-shot/item-loss.ts";
import { meanScore, predictedClass, scoreTask } from "../../src/few-shot/score.ts";

beforeAll(() => useBackend("onnx"));

// Three items of two classes; a third column and a fourth row are padding.
const classes = {
  outputs: Float32Array.of(1, 3, 99, 2, 0, 99, 5, 5, 99, 7, 7, 7),
  width: 3,
  columns: 2,
  items: { count: 3, inputs: new Float32Array(3), targets: Float32Array.of(1, 1, 0) },
};

const numbers = {
  outputs: Float32Array.of(1, 2, 3, 4, 9, 9),
  width: 2,
  columns: 2,
  items: { count: 2, inputs: new Float32Array(2), targets: Float32Array.of(0, 2, 3, 1) },
};

describe("scoreTask", () => {
  it("has the mean cross-entropy and the share of items whose class scores highest", () => {
    // log(1 + e^-2) for the margin of 2; log(1 + e^2) for that of -2; log 2 for two equal scores, the first of which counts.
    const loss = (Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(2)) + Math.log(2)) / 3;
    const score = scoreTask("classification", classes);
    expect(score.loss).toBeAllClose(loss, { rtol: 1e-12 });
    expect(score.accuracy).toBe(2 / 3);
  });

  it("has the squared error, summed over outputs", () => {
    // ((1 - 0)² + (2 - 2)² + (3 - 3)² + (4 - 1)²) / 2 = 5
    expect(scoreTask("regression", numbers)).toEqual({ loss: 5 });
  });

  it("stays finite for large scores", () => {
    const outputs = Float32Array.of(1e4, -1e4, 0, 0, 1e4, 0, 0, 0, 0);
    // The margins are 2 · 10⁴ the wrong way round, 10⁴ the right way round, and none.
    const { loss } = scoreTask("classification", { ...classes, outputs });
    expect(loss).toBeAllClose((2e4 + Math.log(2)) / 3, { rtol: 1e-12 });
  });
});

describe("itemLoss", () => {
  it.each([
    { kind: "classification", of: classes, rows: 4, targets: { kind: "classification" } },
    { kind: "regression", of: numbers, rows: 3, targets: { kind: "regression", outputs: 2 } },
  ] as const)(
    "is the loss of scoreTask, padding left out: $kind",
    ({ kind, of, rows, targets }) => {
      const { outputs, width, columns, items } = of;
      const ways = kind === "classification" ? { ways: [columns] } : {};
      const batch = toItemBatch([items], { targets, rows, outputs: width, ...ways });
      const loss = tf.tidy(() =>
        itemLoss(kind, tf.tensor3d(outputs, [1, rows, width]), batch).arraySync(),
      );
      disposeItems(batch);
      expect(loss).toBeAllClose([scoreTask(kind, of).loss], { rtol: 1e-6 });
    },
  );
});

describe("predictedClass", () => {
  it("is the first of equal scores, among the classes that the task has", () => {
    expect([0, 1, 2].map((row) => predictedClass(classes, row))).toEqual([1, 0, 0]);
  });
});

describe("meanScore", () => {
  it("averages losses and accuracies, and has no accuracy for numbers", () => {
    expect(
      meanScore([
        { loss: 1, accuracy: 0.5 },
        { loss: 3, accuracy: 1 },
      ]),
    ).toEqual({ loss: 2, accuracy: 0.75 });
    expect(meanScore([{ loss: 1 }, { loss: 2 }])).toEqual({ loss: 1.5 });
  });
});
