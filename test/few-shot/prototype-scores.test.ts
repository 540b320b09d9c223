// Prototypes and distances against plain loops in float64.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { prototypeScores } from "../../src/few-shot/prototype-scores.ts";
import { createRandom } from "../../src/random.ts";

beforeAll(() => useBackend("onnx"));

/** Minus the squared distance of each query to the mean of each class's support items; a class without items is at 0. */
function plainScores(
  support: readonly (readonly number[])[],
  labels: readonly number[],
  query: readonly (readonly number[])[],
  classes: number,
): number[][] {
  const prototypes = Array.from({ length: classes }, (_, label) => {
    const members = support.filter((_, i) => labels[i] === label);
    return (support[0] ?? []).map(
      (_, f) => members.reduce((sum, z) => sum + z[f]!, 0) / Math.max(1, members.length),
    );
  });
  return query.map((z) =>
    prototypes.map((c) => -z.reduce((sum, value, f) => sum + (value - c[f]!) ** 2, 0)),
  );
}

describe("prototypeScores", () => {
  it("is minus the squared distance to the mean embedding of each class", () => {
    const rng = createRandom(1);
    const rows = (n: number): number[][] =>
      Array.from({ length: n }, () => Array.from({ length: 5 }, () => rng.normal()));
    const support = [rows(6), rows(6)];
    const query = [rows(4), rows(4)];
    // The second task has a class without items, and padding, which belongs to none.
    const labels = [
      [0, 1, 2, 0, 1, 0],
      [2, 2, 0, 0, -1, -1],
    ];
    const scores = tf.tidy(() => {
      const classes = labels.map((ofTask) =>
        ofTask.map((label) => [0, 1, 2].map((k) => (k === label ? 1 : 0))),
      );
      return prototypeScores(
        tf.tensor3d(support),
        tf.tensor3d(classes),
        tf.tensor3d(query),
      ).arraySync();
    });
    const expected = [0, 1].map((t) => plainScores(support[t]!, labels[t]!, query[t]!, 3));
    expect(scores).toBeAllClose(expected, { rtol: 1e-6, atol: 1e-5 });
  });
});
