// The supervised meta-gradient of a linear model, against its closed form in float64.

import type * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { maml } from "../../src/few-shot/learners/maml.ts";
import { adamStep, createAdam } from "../../src/nn/adam.ts";
import { createParams, disposeParams, readParams } from "../../src/nn/params.ts";
import type { ParamShapes } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { disposeState } from "../../src/train/open-run.ts";
import { linearMetaGradient, slopeAt, quadraticOf } from "./linear-task.ts";
import type { LinearMetaGradient, Vector } from "./linear-task.ts";
import { drawTasks, innerOf, problemOf, SHAPES, settingOf, withMamlProblem } from "./support.ts";
import { lines } from "./toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

const problem = problemOf(lines, { hiddenSizes: [] });
const shape = SHAPES.regression;
const tasks = drawTasks(problem, 5);
const theta: Vector = [0.5, -1.25, 0.75]; // the weights of both inputs, and the bias
const shapes: ParamShapes = { W0: [2, 1], b0: [1] };

/** Float32 has 6e-8; sums of a few dozen products keep within this share of the largest element. */
const close = (expected: Vector): { rtol: number; atol: number } => ({
  rtol: 0,
  atol: 2e-6 * Math.max(...expected.map(Math.abs)),
});

/** One, and several of different sizes. */
const ALL_RATES: readonly Vector[] = [[0.1], [0.1, 0.05, 0.2], [0.1, 0.1, 0.1, 0.1, 0.1]];

/** The loss and the gradient that the programs of MAML compute. */
function metaGradient(
  learningRates: Vector,
  fields: Parameters<typeof innerOf>[0] = {},
  stepSizes?: { readonly shapes: ParamShapes; readonly values: Vector },
): { readonly loss: number; readonly gradient: Vector } {
  const meta = createParams([...theta, ...(stepSizes?.values ?? [])], {
    ...shapes,
    ...stepSizes?.shapes,
  });
  const inner = innerOf(fields);
  const setting = { problem, inner, tasks, shape, learningRates, meta };
  const found = withMamlProblem(setting, ({ loss, gradient }) => ({
    loss,
    gradient: [...gradient],
  }));
  disposeParams(meta);
  return found;
}

/** The closed form for plain step sizes. */
function expected(learningRates: Vector, firstOrder = false): LinearMetaGradient {
  return linearMetaGradient(tasks, theta, { learningRates, firstOrder, stepSizes: [1, 1, 1] });
}

describe("MAML's outer gradient of a linear model", () => {
  it.each(ALL_RATES)("has its closed form after steps of %j", (...rates) => {
    const { loss, theta: gradient } = expected(rates);
    const found = metaGradient(rates);
    expect(found.loss).toBeAllClose(loss, { rtol: 2e-6 });
    expect(found.gradient).toBeAllClose(gradient, close(gradient));
  });

  it.each(ALL_RATES)(
    "leaves the factors I - αH out at first order, after steps of %j",
    (...rates) => {
      const { theta: gradient } = expected(rates, true);
      expect(metaGradient(rates, { firstOrder: true }).gradient).toBeAllClose(
        gradient,
        close(gradient),
      );
      expect(gradient).not.toBeAllClose(expected(rates).theta, { rtol: 0.1 });
    },
  );

  it("is the same with a head that adapts alone, which is all there is", () => {
    const rates = [0.1, 0.05];
    expect(metaGradient(rates, { adapts: "head" }).gradient).toEqual(metaGradient(rates).gradient);
  });

  it("is the mean gradient of the tasks without any step", () => {
    const slopes = tasks.map(({ query }) => slopeAt(quadraticOf(query), theta));
    const mean = theta.map((_, i) => slopes.reduce((sum, slope) => sum + slope[i]! / 5, 0));
    expect(metaGradient([]).gradient).toBeAllClose(mean, close(mean));
  });
});

describe("Meta-SGD's outer gradient of a linear model", () => {
  const ofParameters = { "stepSize/W0": [2, 1], "stepSize/b0": [1] };
  const values = [0.5, 1.5, -0.25];

  it.each(
    ALL_RATES.flatMap((learningRates) =>
      [false, true].map((firstOrder) => ({ learningRates, firstOrder })),
    ),
  )(
    "has its closed form in parameters and step sizes, for $learningRates, first order: $firstOrder",
    (of) => {
      const form = linearMetaGradient(tasks, theta, { ...of, stepSizes: values });
      const { loss, gradient } = metaGradient(
        of.learningRates,
        { stepSizes: "per-parameter", firstOrder: of.firstOrder },
        { shapes: ofParameters, values },
      );
      const all = [...form.theta, ...form.stepSizes];
      expect(loss).toBeAllClose(form.loss, { rtol: 2e-6 });
      expect(gradient).toBeAllClose(all, close(all));
    },
  );

  it("adds up over the elements of a layer where they share a step size", () => {
    const learningRates = [0.1, 0.05];
    const stepSizes = [0.7, 0.7, 0.7];
    const form = linearMetaGradient(tasks, theta, { learningRates, stepSizes, firstOrder: false });
    const { gradient } = metaGradient(
      learningRates,
      { stepSizes: "per-layer" },
      { shapes: { "stepSize/layer0": [] }, values: [0.7] },
    );
    const all = [...form.theta, form.stepSizes.reduce((sum, value) => sum + value, 0)];
    expect(gradient).toBeAllClose(all, close(all));
  });
});

describe("maml.outerStep on a linear model", () => {
  const setting = settingOf(maml, problem, {
    metaBatchSize: 5,
    inner: { steps: 2, learningRate: 0.1 },
    outer: { learningRate: 0.02 },
  });

  it("takes a step of Adam down the closed form", () => {
    const { learner, config } = setting;
    const initial = learner.initialise(problem, config, createRandom(3));
    const start = [...readParams(initial.params)];
    const rng = createRandom(4);
    const { state, report } = learner.outerStep({
      problem,
      config,
      state: initial,
      outerStep: 0,
      rng,
    });
    const drawn = problem.taskSet.sampleTasks(rng.split("tasks"), {
      split: "train",
      count: 5,
      ...shape,
    });
    const plain = { stepSizes: [1, 1, 1], firstOrder: false };
    const form = linearMetaGradient(drawn, start, { ...plain, learningRates: [0.1, 0.1] });
    const before = linearMetaGradient(drawn, start, { ...plain, learningRates: [] });
    expect(report.preAdaptation?.loss).toBeAllClose(before.loss, { rtol: 2e-6 });
    expect(report.postAdaptation.loss).toBeAllClose(form.loss, { rtol: 2e-6 });
    expect(report).toMatchObject({ tasks: 5 });
    // m = (1 - β₁) g after the first step, with β₁ = 0.9.
    const mean = (state.optimiser["adam/mean"] as tf.Tensor).dataSync();
    expect(mean.map((m) => m / 0.1)).toBeAllClose(form.theta, close(form.theta));
    const gradient = Float64Array.from(form.theta);
    const next = adamStep(Float64Array.from(start), gradient, createAdam(3), {
      learningRate: 0.02,
    });
    expect(readParams(state.params)).toBeAllClose(next.params, { rtol: 1e-6 });
    [initial, state].forEach(disposeState);
  });
});
