import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { OuterProblem } from "../../src/meta/outer-problem.ts";
import type { OuterPrograms } from "../../src/meta/outer-problem.ts";
import { disposeParams } from "../../src/nn/params.ts";

beforeAll(() => useBackend("cpu"));

/** Tasks have the loss ½ Σ (x - target)²; what is kept of a chunk is its targets. */
const programs: OuterPrograms<readonly number[], Tensor1D> = {
  tasksOf: (targets) => targets.length,
  tensorsOf: (kept) => [kept],
  gradient: ({ x }, targets) =>
    tf.tidy(() => {
      const kept = tf.tensor1d([...targets]);
      const offsets = tf.sub(x as Scalar, kept);
      const loss = tf.div<Scalar>(tf.mean(tf.square(offsets)), 2);
      return { loss, gradient: tf.reshape<tf.Rank.R1>(tf.mean(offsets), [1]), current: kept };
    }),
  gradientElsewhere: ({ x }, _, kept) =>
    tf.tidy(() => tf.reshape(tf.mean(tf.sub(x as Tensor, kept)), [1])),
};

describe("OuterProblem", () => {
  it("weighs chunks by their tasks, so that all tasks count the same", () => {
    const meta = { x: tf.scalar(1) };
    const problem = new OuterProblem(programs, meta, [[0, 3, 6], [8]]);
    // Offsets from 1: 1, -2, -5, -7; squares 1, 4, 25, 49 add up to 79.
    expect(problem.loss).toBeAllClose(79 / 8, { rtol: 1e-7 });
    expect(problem.gradient).toBeAllClose([-13 / 4], { rtol: 1e-6 });
    expect(problem.chunks.map(({ share }) => share)).toEqual([0.75, 0.25]);
    problem.dispose();
    disposeParams(meta);
  });

  it("computes the gradient elsewhere by what it kept, and leaves the current one as it is", () => {
    const meta = { x: tf.scalar(1) };
    const problem = new OuterProblem(programs, meta, [[0, 3, 6], [8]]);
    // The mean target is 17/4.
    expect(problem.gradientAt(Float64Array.of(5))).toBeAllClose([3 / 4], { rtol: 1e-6 });
    expect(problem.gradient).toBeAllClose([-13 / 4], { rtol: 1e-6 });
    problem.dispose();
    disposeParams(meta);
  });
});
