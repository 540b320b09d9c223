// Tasks of different ways and shots share tensors: padding must change nothing.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { disposeTasks, toTaskBatch } from "../../src/few-shot/item-batch.ts";
import { maml } from "../../src/few-shot/learners/maml.ts";
import { prototypical } from "../../src/few-shot/learners/prototypical.ts";
import type { FewShotProblem } from "../../src/few-shot/problem.ts";
import { batchSizes } from "../../src/few-shot/sample.ts";
import { createParams, disposeParams, readParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import type { FewShotTask } from "../../src/tasks/task-set.ts";
import { disposeState } from "../../src/train/open-run.ts";
import { adaptTo, drawTasks, innerOf, problemOf, settingOf, withMamlProblem } from "./support.ts";
import type { Setting } from "./support.ts";
import { blobs } from "./toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

const shape = { ways: [2, 4], shots: [1, 3], queries: 3 } as const;
const CLOSE = { rtol: 1e-5, atol: 2e-6 };

// With a normalisation, which would count rows of padding if it were not told about them.
const problem = problemOf(blobs(), { normalisation: "batch" }, shape.ways);
const tasks = drawTasks(problem, 6, shape);

/** The same problem with as many outputs as a task has classes. */
function problemAlone({ ways }: FewShotTask): FewShotProblem {
  return { ...problem, network: problem.networkWith(ways) };
}

/** Copies parameters but for the head's columns of classes that a task does not have. */
function trimHead(params: Params, ways: number): Params {
  const of = Object.entries(params).map(([name, value]): [string, tf.Tensor] => [
    name,
    isHead(name)
      ? tf.slice(value, Array<number>(value.rank).fill(0), [...value.shape.slice(0, -1), ways])
      : value.clone(),
  ]);
  return Object.fromEntries(of);
}

/** Fills in zeros for what {@link trimHead} left out. */
function padHead(params: Params): Params {
  const of = Object.entries(params).map(([name, value]): [string, tf.Tensor] => [
    name,
    isHead(name)
      ? tf.pad(value, [
          ...value.shape.slice(0, -1).map((): [number, number] => [0, 0]),
          [0, 4 - (value.shape.at(-1) ?? 0)],
        ])
      : value.clone(),
  ]);
  return Object.fromEntries(of);
}

/** The head of a network with one hidden layer. */
function isHead(name: string): boolean {
  return name === "W1" || name === "b1";
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = rows;
  return first.map((_, i) => rows.reduce((sum, row) => sum + row[i]! / rows.length, 0));
}

const learners: readonly { readonly name: string; readonly learner: Setting["learner"] }[] = [
  { name: "maml", learner: maml },
  { name: "prototypical", learner: prototypical },
];

/** A setting whose outer steps and evaluations see given tasks. */
function settingWith(
  learner: Parameters<typeof settingOf>[0],
  given: readonly FewShotTask[],
): Setting {
  const taskSet = { ...problem.taskSet, sampleTasks: () => given };
  return settingOf(
    learner,
    { ...problem, taskSet },
    { ...shape, metaBatchSize: given.length, tasksPerChunk: given.length },
  );
}

describe("tasks that are padded to common sizes", () => {
  it("differ in size", () => {
    expect(new Set(tasks.map(({ ways }) => ways)).size).toBeGreaterThan(1);
    expect(new Set(tasks.map(({ shots }) => shots)).size).toBeGreaterThan(1);
  });

  it.each([false, true])(
    "have the loss and the gradient that each has alone, first order: %s",
    (firstOrder) => {
      const inner = innerOf({ firstOrder });
      const learningRates = [0.2, 0.1];
      const meta = problem.network.initialise(createRandom(1));
      const together = withMamlProblem(
        { problem, inner, tasks, shape, learningRates, meta },
        ({ loss, gradient }) => ({ loss, gradient: gradient.slice() }),
      );
      const alone = tasks.map((task) => {
        const own = trimHead(meta, task.ways);
        const setting = { problem: problemAlone(task), inner, tasks: [task], learningRates };
        const exact = { ways: task.ways, shots: task.shots, queries: 3 };
        const found = withMamlProblem({ ...setting, shape: exact, meta: own }, (outer) => {
          const shapes = setting.problem.network.shapes;
          const gradient = createParams(outer.gradient, shapes);
          const padded = padHead(gradient);
          const values = readParams(padded);
          [gradient, padded].forEach(disposeParams);
          return { loss: outer.loss, gradient: values };
        });
        disposeParams(own);
        return found;
      });
      disposeParams(meta);
      const losses = alone.map(({ loss }) => loss);
      expect(new Set(losses).size).toBe(6);
      expect(together.loss).toBeAllClose(
        losses.reduce((sum, loss) => sum + loss / 6, 0),
        CLOSE,
      );
      expect(together.gradient).toBeAllClose(meanOf(alone.map(({ gradient }) => gradient)), CLOSE);
    },
  );

  it.each(learners)("are predicted as each is alone: $name", ({ learner }) => {
    const setting = settingOf(learner, problem, shape);
    const state = learner.initialise(problem, setting.config, createRandom(1));
    const options = { innerSteps: 2, learningRate: 0.3 };
    const together = adaptTo(setting, state, tasks, options).predictions;
    tasks.forEach((task, t) => {
      const own = { params: trimHead(state.params, task.ways), optimiser: {} };
      const alone = adaptTo({ ...setting, problem: problemAlone(task) }, own, [task], options);
      for (const innerSteps of [0, 1, 2]) {
        const outputs = together[innerSteps]?.[t];
        expect(outputs).toHaveLength(task.query.count * task.ways);
        expect(outputs).toBeAllClose(alone.predictions[innerSteps]?.[0] ?? [], {
          rtol: 1e-5,
          atol: 1e-5,
        });
      }
      disposeParams(own.params);
    });
    disposeState(state);
  });

  it("have the gradient that each has alone: prototypical", () => {
    const gradientOf = (given: readonly FewShotTask[]): Float64Array => {
      const { problem: of, learner, config } = settingWith(prototypical, given);
      const initial = learner.initialise(of, config, createRandom(1));
      const rng = createRandom(2);
      const { state } = learner.outerStep({
        problem: of,
        config,
        state: initial,
        outerStep: 0,
        rng,
      });
      const mean = Float64Array.from((state.optimiser["adam/mean"] as tf.Tensor).dataSync());
      [initial, state].forEach(disposeState);
      return mean.map((m) => m / 0.1); // (1 - β₁) g after the first step
    };
    const alone = tasks.map((task) => gradientOf([task]));
    expect(gradientOf(tasks)).toBeAllClose(meanOf(alone), { rtol: 1e-4, atol: 1e-5 });
  });

  it("give no probability to classes that they do not have, whatever their scores are", () => {
    const batch = toTaskBatch(tasks, problem.taskSet.targets, batchSizes(problem, shape));
    const probabilities = tf.tidy(() => {
      const scores = tf.tensor3d([[[20, 0, 3, 60]]]);
      const ruledOut = batch.query.ruledOut as tf.Tensor3D;
      return tf.softmax<tf.Tensor3D>(tf.add(scores, ruledOut)).arraySync();
    });
    disposeTasks(batch);
    const present = probabilities.map(([row = []]) => row.map((p) => p > 0));
    expect(present).toEqual(tasks.map(({ ways }) => [0, 1, 2, 3].map((label) => label < ways)));
    for (const [row = []] of probabilities) {
      expect(row.reduce((sum, p) => sum + p, 0)).toBeAllClose(1);
    }
  });

  it("weigh items equally, and padding not at all", () => {
    const batch = toTaskBatch(tasks, problem.taskSet.targets, batchSizes(problem, shape));
    const weights = batch.support.weights.arraySync();
    disposeTasks(batch);
    const expected = tasks.map(({ ways, shots }) =>
      Array.from({ length: 4 * 3 }, (_, row) => (row < ways * shots ? 1 / (ways * shots) : 0)),
    );
    expect(weights).toBeAllClose(expected, { rtol: 1e-7 });
  });
});
