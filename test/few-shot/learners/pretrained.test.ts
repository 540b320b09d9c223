// Pretraining against closed forms, and fine-tuning of a head against plain loops.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { bodyOf, freshHead } from "../../../src/few-shot/head.ts";
import { pretrained } from "../../../src/few-shot/learners/pretrained.ts";
import type { FewShotProblem } from "../../../src/few-shot/problem.ts";
import type { LearnerState } from "../../../src/meta/learner.ts";
import { disposeParams, readParams, shapesOf, tileParams } from "../../../src/nn/params.ts";
import { createRandom } from "../../../src/random.ts";
import type { FewShotTask, Items } from "../../../src/tasks/task-set.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { linearMetaGradient } from "../linear-task.ts";
import { adaptTo, heldOut, problemOf, settingOf, SHAPES, train } from "../support.ts";
import { blobs, lines } from "../toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

const taskSet = blobs();

/** -log softmax(scores)[label] and its slope, softmax(scores) - onehot(label). */
function crossEntropy(scores: readonly number[], label: number): { loss: number; slope: number[] } {
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return {
    loss: Math.log(total) - scores[label]!,
    slope: scores.map((score, k) => Math.exp(score) / total - (k === label ? 1 : 0)),
  };
}

/** A linear head of plain numbers; weights are `[in][classes]`. */
interface Head {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

function scoresOf({ weights, bias }: Head, features: readonly number[]): number[] {
  return bias.map((b, k) => features.reduce((sum, x, i) => sum + x * weights[i]![k]!, b));
}

/** The mean cross-entropy of items and its gradient in a head. */
function headGradient(
  head: Head,
  features: readonly (readonly number[])[],
  labels: ArrayLike<number>,
): Head & { readonly loss: number } {
  const n = features.length;
  const parts = features.map((x, i) => crossEntropy(scoresOf(head, x), labels[i]!));
  return {
    loss: parts.reduce((sum, { loss }) => sum + loss / n, 0),
    bias: head.bias.map((_, k) => parts.reduce((sum, { slope }) => sum + slope[k]! / n, 0)),
    weights: head.weights.map((row, i) =>
      row.map((_, k) =>
        parts.reduce((sum, { slope }, item) => sum + (slope[k]! * features[item]![i]!) / n, 0),
      ),
    ),
  };
}

function rowsOf({ count, inputs }: Items): number[][] {
  const width = inputs.length / count;
  return Array.from({ length: count }, (_, i) => [...inputs.subarray(i * width, (i + 1) * width)]);
}

/** The gradient of the first outer step, of which Adam's mean is a tenth, and the loss that is reported. */
function firstStep(
  problem: FewShotProblem,
  fields: object,
): { start: number[]; gradient: number[]; loss: number; accuracy: number | undefined } {
  const { learner, config } = settingOf(pretrained, problem, fields);
  const initial = learner.initialise(problem, config, createRandom(1));
  const rng = createRandom(2);
  const { state, report } = learner.outerStep({
    problem,
    config,
    state: initial,
    outerStep: 0,
    rng,
  });
  const start = [...readParams(initial.params)];
  const gradient = Array.from((state.optimiser["adam/mean"] as Tensor).dataSync(), (m) => m / 0.1);
  [initial, state].forEach(disposeState);
  return { start, gradient, ...report.postAdaptation, accuracy: report.postAdaptation.accuracy };
}

describe("pretrained.outerStep", () => {
  it("descends the cross-entropy of items of all classes of the training split", () => {
    const found = firstStep(problemOf(taskSet, { hiddenSizes: [] }), { batchSize: 32 });
    const items = taskSet.sampleItems!(createRandom(2).split("items"), {
      split: "train",
      count: 32,
    });
    const head: Head = {
      weights: [0, 1, 2, 3].map((i) => found.start.slice(12 * i, 12 * (i + 1))),
      bias: found.start.slice(48),
    };
    const { loss, weights, bias } = headGradient(head, rowsOf(items), items.targets);
    expect(found.start).toHaveLength(4 * 12 + 12);
    expect(found.loss).toBeAllClose(loss, { rtol: 1e-6 });
    expect(found.gradient).toBeAllClose([...weights.flat(), ...bias], { rtol: 1e-5, atol: 1e-6 });
    const right = rowsOf(items).filter((x, i) => {
      const scores = scoresOf(head, x);
      return scores.indexOf(Math.max(...scores)) === items.targets[i];
    });
    expect(found.accuracy).toBe(right.length / 32);
  });

  it("descends the squared error of all tasks at once where numbers are predicted", () => {
    const found = firstStep(problemOf(lines, { hiddenSizes: [] }), { metaBatchSize: 5 });
    const tasks = lines.sampleTasks(createRandom(2).split("tasks"), {
      split: "train",
      count: 5,
      ...SHAPES.regression,
    });
    const joint = { learningRates: [], stepSizes: [1, 1, 1], firstOrder: false };
    const expected = linearMetaGradient(tasks, found.start, joint);
    expect(found.loss).toBeAllClose(expected.loss, { rtol: 2e-6 });
    expect(found.gradient).toBeAllClose(expected.theta, { rtol: 1e-5, atol: 1e-6 });
    expect(found.accuracy).toBeUndefined();
  });
});

describe("pretrained.adapt", () => {
  const problem = problemOf(taskSet);
  const tasks = heldOut(problem, 4);

  /** Predictions after 0 to 3 inner steps at rate 0.5, and the features of each task's items. */
  function fineTune(adapts: "all" | "head"): {
    readonly predictions: readonly (readonly Float32Array[])[];
    readonly featuresOf: readonly ((which: "support" | "query") => number[][])[];
  } {
    const setting = settingOf(pretrained, problem, { inner: { learningRate: 0.5, adapts } });
    const { state } = train(setting, 1, 10);
    const { predictions } = adaptTo(setting, state, tasks, { innerSteps: 3 });
    const featuresOf = tasks.map((task) => {
      const features = { support: embed(state, task.support), query: embed(state, task.query) };
      return (which: "support" | "query") => features[which];
    });
    disposeState(state);
    return { predictions, featuresOf };
  }

  /** The features of a pretrained body for items. */
  function embed(state: LearnerState, items: Items): number[][] {
    return tf.tidy(() => {
      const params = tileParams(state.params, 1);
      const inputs: Tensor3D = tf.expandDims(tf.tensor2d(rowsOf(items)), 0);
      const weights = tf.fill<tf.Rank.R2>([1, items.count], 1 / items.count);
      const [features = []] = problem.network.embed(params, inputs, weights).arraySync();
      return features;
    });
  }

  /** Scores of query items while a head of zeros descends on fixed features. */
  function plainHead(
    { ways, support }: FewShotTask,
    featuresOf: (which: "support" | "query") => number[][],
  ): number[][] {
    const features = featuresOf("support");
    let head: Head = {
      weights: (features[0] ?? []).map(() => Array<number>(ways).fill(0)),
      bias: Array<number>(ways).fill(0),
    };
    return [0, 1, 2, 3].map(() => {
      const scores = featuresOf("query").flatMap((x) => scoresOf(head, x));
      const slope = headGradient(head, features, support.targets);
      head = {
        weights: head.weights.map((row, i) => row.map((w, k) => w - 0.5 * slope.weights[i]![k]!)),
        bias: head.bias.map((b, k) => b - 0.5 * slope.bias[k]!),
      };
      return scores;
    });
  }

  it("fits a fresh head to the features of the pretrained body, which stay as they are", () => {
    const { predictions, featuresOf } = fineTune("head");
    tasks.forEach((task, t) => {
      plainHead(task, featuresOf[t]!).forEach((scores, k) => {
        expect(predictions[k]?.[t]).toBeAllClose(scores, { rtol: 1e-4, atol: 2e-6 });
      });
    });
  });

  it("fits the body, too, from the second step on: a head of zeros passes no gradient on", () => {
    const whole = fineTune("all").predictions;
    const headOnly = fineTune("head").predictions;
    expect(whole[0]).toEqual(headOnly[0]);
    expect([...whole[1]![0]!]).toBeAllClose([...headOnly[1]![0]!], { rtol: 1e-5, atol: 1e-7 });
    expect([...whole[2]![0]!]).not.toBeAllClose([...headOnly[2]![0]!], { rtol: 1e-2 });
  });

  it("finds all classes alike before the first step", () => {
    expect(fineTune("all").predictions[0]?.every((scores) => scores.every((x) => x === 0))).toBe(
      true,
    );
  });

  it("begins at the pretrained network where numbers are predicted", () => {
    const regression = problemOf(lines, { hiddenSizes: [] });
    const setting = settingOf(pretrained, regression);
    const { state } = train(setting, 1, 3);
    const [first] = heldOut(regression, 1);
    const { predictions } = adaptTo(setting, state, [first!], { innerSteps: 0 });
    const [w1, w2, b] = readParams(state.params);
    disposeState(state);
    const expected = rowsOf(first!.query).map(([x1, x2]) => w1! * x1! + w2! * x2! + b!);
    expect(predictions[0]?.[0]).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 });
  });
});

describe("freshHead", () => {
  it("completes the body of a network with another head", () => {
    const { network, networkWith } = problemOf(taskSet);
    const wide = networkWith(12).initialise(createRandom(1));
    const body = bodyOf(network, wide);
    const head = freshHead(network);
    expect(body).toEqual({ W0: wide["W0"], b0: wide["b0"] });
    expect(shapesOf({ ...body, ...head })).toEqual(network.shapes);
    expect(head["W1"]?.arraySync()).toEqual(Array.from({ length: 8 }, () => [0, 0, 0]));
    expect(head["b1"]?.arraySync()).toEqual([0, 0, 0]);
    [wide, head].forEach(disposeParams);
  });
});
