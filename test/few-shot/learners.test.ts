// What holds for every learner of supervised tasks: it learns, repeats itself, takes nothing and leaves nothing behind.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import type { FewShotLearner } from "../../src/few-shot/learner.ts";
import { fromScratch } from "../../src/few-shot/learners/from-scratch.ts";
import { maml } from "../../src/few-shot/learners/maml.ts";
import { nearestNeighbour } from "../../src/few-shot/learners/nearest-neighbour.ts";
import { pretrained } from "../../src/few-shot/learners/pretrained.ts";
import { prototypical } from "../../src/few-shot/learners/prototypical.ts";
import { reptile } from "../../src/few-shot/learners/reptile.ts";
import { createRandom } from "../../src/random.ts";
import { disposeState } from "../../src/train/open-run.ts";
import { pairedDifference, readState, withoutSeconds } from "../meta/readings.ts";
import { adaptTo, heldOut, problemOf, settingOf, taskErrors, train } from "./support.ts";
import type { Setting } from "./support.ts";
import { blobs, lines } from "./toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

interface Case {
  readonly name: string;
  readonly learner: FewShotLearner;
  readonly kind: "classification" | "regression";
  readonly fields: object;
  readonly outerSteps: number;
  /** What training improves: predictions after an inner step, those before any, or nothing. */
  readonly improves: "adaptation" | "start" | "nothing";
  /** Whether an inner step improves predictions after training. */
  readonly adapts: boolean;
}

const outer = { learningRate: 0.03 };
const inner = { learningRate: 0.5 };
/** Squared errors have steeper slopes. */
const small = { learningRate: 0.1 };

const common = {
  kind: "classification",
  outerSteps: 40,
  improves: "adaptation",
  adapts: true,
} as const;

/** Learners have shapes of their own; the tests know none of them. */
const any = (learner: unknown): FewShotLearner => learner as FewShotLearner;

const cases: readonly Case[] = [
  { ...common, name: "maml", learner: any(maml), fields: { inner, outer } },
  {
    ...common,
    name: "maml, first order",
    learner: any(maml),
    fields: { inner: { ...inner, steps: 2, firstOrder: true }, outer },
  },
  {
    ...common,
    name: "maml, step sizes",
    learner: any(maml),
    fields: { inner: { ...inner, stepSizes: "per-parameter" }, outer },
  },
  {
    ...common,
    name: "maml, head",
    learner: any(maml),
    fields: { inner: { ...inner, adapts: "head" }, outer },
  },
  {
    ...common,
    name: "reptile",
    learner: any(reptile),
    fields: { inner: { ...inner, steps: 4 }, outer: { stepSize: 0.5 } },
  },
  {
    ...common,
    name: "prototypical",
    learner: any(prototypical),
    fields: { outer },
    improves: "start",
    adapts: false,
  },
  {
    ...common,
    name: "pretrained",
    learner: any(pretrained),
    fields: { inner, outer },
    outerSteps: 100,
  },
  {
    ...common,
    name: "pretrained, head",
    learner: any(pretrained),
    fields: { inner: { ...inner, adapts: "head" }, outer },
    outerSteps: 100,
  },
  {
    ...common,
    name: "from-scratch",
    learner: any(fromScratch),
    fields: { inner },
    improves: "nothing",
  },
  {
    ...common,
    fields: {},
    name: "nearest-neighbour",
    learner: any(nearestNeighbour),
    improves: "nothing",
    adapts: false,
  },
  {
    ...common,
    kind: "regression",
    name: "maml",
    learner: any(maml),
    fields: { inner: small, outer },
  },
  {
    ...common,
    kind: "regression",
    name: "reptile",
    learner: any(reptile),
    fields: { inner: { ...small, steps: 4 }, outer: { stepSize: 0.5 } },
  },
  {
    ...common,
    kind: "regression",
    name: "pretrained",
    learner: any(pretrained),
    fields: { inner: small, outer },
    improves: "start",
  },
  {
    ...common,
    kind: "regression",
    name: "from-scratch",
    learner: any(fromScratch),
    fields: { inner: small },
    improves: "nothing",
  },
];

/** Numbers of two computations whose sums were taken in another order. */
const CLOSE = { rtol: 1e-4, atol: 2e-5 };

// Numbers that say nothing, so that there is something to learn about what tells classes apart.
const taskSets = {
  classification: blobs({ inputShape: [6], distractors: 3 }),
  regression: lines,
};

describe.each(cases)("$name, $kind", ({ learner, kind, fields, outerSteps, improves, adapts }) => {
  // One problem for all tests: what is compiled for a network lives as long as it does.
  const problem = problemOf(taskSets[kind]);
  const tasks = heldOut(problem);
  const setting = settingOf(learner, problem, fields);
  const config = setting.config as { readonly inner?: unknown };
  const errorsAfter = (state: Parameters<typeof adaptTo>[1]): readonly (readonly number[])[] =>
    adaptTo(setting, state).predictions.map((outputs) => taskErrors(problem, tasks, outputs));

  it("learns", () => {
    const untrained = train(setting, 1, 0).state;
    const { state } = train(setting, 1, outerSteps);
    const [before = [], after = []] = [untrained, state].map(errorsAfter);
    const changed = JSON.stringify(readState(untrained)) !== JSON.stringify(readState(state));
    [untrained, state].forEach(disposeState);
    expect(changed).toBe(improves !== "nothing");
    if (improves !== "nothing") {
      const point = improves === "start" ? 0 : 1;
      const { mean, standardError } = pairedDifference(before[point], after[point]);
      expect(mean).toBeGreaterThan(4 * standardError);
    }
    if (adapts) {
      const { mean, standardError } = pairedDifference(after[0], after[1]);
      expect(mean).toBeGreaterThan(4 * standardError);
    } else expect(after[1]).toEqual(after[0]);
  });

  it("gives the same numbers for the same seed and others for another", () => {
    const run = (seed: number): object => {
      const { state, reports } = train(setting, seed, 2);
      const values = readState(state);
      disposeState(state);
      return { values, reports: reports.map(withoutSeconds) };
    };
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it("leaves the state that it was given unchanged and leaks no tensor", () => {
    const { config } = setting;
    const state = learner.initialise(problem, config, createRandom(1));
    const before = readState(state);
    const tensors = tf.memory().numTensors;
    const rng = createRandom(2);
    const next = learner.outerStep({ problem, config, state, outerStep: 0, rng });
    expect(Object.keys(readState(next.state))).toEqual(Object.keys(before));
    expect(tf.memory().numTensors).toBe(tensors + Object.keys(before).length);
    disposeState(next.state);
    adaptTo(setting, state, tasks, { innerSteps: 2 });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(readState(state)).toEqual(before);
    disposeState(state);
  });

  it("computes the same in chunks of any size", () => {
    const run = (of: Setting): { values: Record<string, number[]>; outputs: number[] } => {
      const { state } = train(of, 1, 1);
      const values = readState(state);
      const { predictions } = adaptTo(of, state, tasks.slice(0, 7));
      disposeState(state);
      return { values, outputs: predictions.flat().flatMap((outputs) => [...outputs]) };
    };
    const whole = run(settingOf(learner, problem, { ...fields, tasksPerChunk: 8 }));
    for (const tasksPerChunk of [1, 3]) {
      const parts = run(settingOf(learner, problem, { ...fields, tasksPerChunk }));
      for (const [name, values] of Object.entries(whole.values)) {
        // Adam's first step takes the sign of a gradient: where that is rounding, so is the step.
        if (name.startsWith("adam/") || !("adam/mean" in whole.values)) {
          expect(parts.values[name], name).toBeAllClose(values, CLOSE);
        }
      }
      expect(parts.outputs).toBeAllClose(whole.outputs, { rtol: 1e-2, atol: 1e-3 });
    }
  });

  it("adapts once for each inner step that is asked for, and predicts every query item", () => {
    const { state } = train(setting, 1, 0);
    for (const innerSteps of [0, 3]) {
      const { predictions } = adaptTo(setting, state, tasks, { innerSteps });
      expect(predictions).toHaveLength(innerSteps + 1);
      for (const ofTasks of predictions) {
        expect(ofTasks.map((outputs) => outputs.length)).toEqual(
          tasks.map(({ query, ways }) => query.count * ways),
        );
        expect(ofTasks.every((outputs) => outputs.every(Number.isFinite))).toBe(true);
      }
    }
    disposeState(state);
  });

  it("takes the inner learning rate that it is given, or that of training", () => {
    const { state } = train(setting, 1, 0);
    const outputs = (learningRate?: number): readonly (readonly Float32Array[])[] =>
      adaptTo(setting, state, tasks, learningRate === undefined ? {} : { learningRate })
        .predictions;
    const own = (config.inner as { learningRate?: number } | undefined)?.learningRate ?? 1;
    expect(outputs(own)).toEqual(outputs());
    const [start, same] = outputs(0);
    expect(same).toEqual(start);
    if (adapts) expect(outputs(own / 2)[1]).not.toEqual(outputs()[1]);
    disposeState(state);
  });

  it("reports how good predictions are and how many tasks it learned from", () => {
    const { state, reports } = train(setting, 1, 1);
    disposeState(state);
    const [report] = reports;
    const isJoint = learner.name === "pretrained";
    expect(report?.tasks).toBe(isJoint && kind === "classification" ? 1 : 8);
    const { preAdaptation, postAdaptation } = report!;
    expect("preAdaptation" in report!).toBe(!isJoint && learner.name !== "prototypical");
    for (const score of [preAdaptation ?? postAdaptation, postAdaptation]) {
      expect("accuracy" in score).toBe(kind === "classification");
      expect(score.loss).toBeGreaterThan(0);
    }
    if (preAdaptation && adapts) expect(postAdaptation.loss).toBeLessThan(preAdaptation.loss);
  });
});

describe("maml", () => {
  it.each(["classification", "regression"] as const)(
    "is better after one inner step than training from scratch: %s",
    (kind) => {
      const problem = problemOf(taskSets[kind]);
      const tasks = heldOut(problem);
      const rates = kind === "regression" ? small : inner;
      const settings = [
        settingOf(fromScratch, problem, { inner: rates }),
        settingOf(maml, problem, { inner: rates, outer }),
      ];
      const errors = settings.map((setting) => {
        const { state } = train(setting, 1, 40);
        const { predictions } = adaptTo(setting, state, tasks);
        disposeState(state);
        return taskErrors(problem, tasks, predictions[1]);
      });
      const { mean, standardError } = pairedDifference(errors[0], errors[1]);
      expect(mean).toBeGreaterThan(5 * standardError);
    },
  );
});

describe("learners of classes", () => {
  it.each([
    { learner: any(prototypical), name: "prototypical" },
    { learner: any(nearestNeighbour), name: "nearest-neighbour" },
  ])("reject numbers to predict: $name", ({ learner, name }) => {
    const { problem, config } = settingOf(learner, problemOf(lines));
    expect(() => learner.initialise(problem, config, createRandom(1))).toThrow(
      `config.learner: ${name} must have classes to predict, got lines@test, which is regression; choose another learner`,
    );
  });

  it("reject more ways than a split has classes", () => {
    const setting = settingOf(maml, problemOf(taskSets.classification, {}, 13), { ways: 13 });
    const { problem, learner, config } = setting;
    const state = learner.initialise(problem, config, createRandom(1));
    expect(() =>
      learner.outerStep({ problem, config, state, outerStep: 0, rng: createRandom(2) }),
    ).toThrow("task set blobs@test: ways must be at most 12, the classes of train, got 13");
    disposeState(state);
  });
});
