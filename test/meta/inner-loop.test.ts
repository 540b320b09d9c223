// The inner loop as a function of the meta-parameters, and step by step by value: one and the same.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { adaptiveModel } from "../../src/meta/adaptation-rule.ts";
import type { AdaptationRule } from "../../src/meta/adaptation-rule.ts";
import {
  compileInnerStep,
  learningRatesOf,
  spreadParams,
  unrollInnerSteps,
} from "../../src/meta/inner-loop.ts";
import type { TaskLoss } from "../../src/meta/inner-step.ts";
import { mlpNetwork } from "../../src/nn/network-mlp.ts";
import {
  createParams,
  disposeParams,
  readParams,
  shapesOf,
  tileParams,
} from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { prepareExpression } from "../../src/schedule.ts";

beforeAll(async () => {
  await useBackend("onnx");
  await prepareExpression(schedule);
});

const schedule = "0.4 / (1 + innerStep) * 0.5^outerStep";

const network = mlpNetwork({
  inputs: 2,
  hiddenSizes: [4],
  outputs: 1,
  activation: "tanh",
  normalisation: "none",
  initialisation: "glorot-uniform",
});

interface Data {
  readonly x: tf.Tensor3D;
  readonly y: tf.Tensor3D;
}

const loss: TaskLoss<Data> = (params, { x, y }) => {
  const weights = tf.fill<tf.Rank.R2>([x.shape[0], x.shape[1]], 1 / x.shape[1]);
  return tf.mean(tf.squaredDifference(network.apply(params, x, weights), y), [1, 2]);
};

const rules: readonly AdaptationRule[] = [
  { adapts: "all", stepSizes: "fixed", firstOrder: false },
  { adapts: "all", stepSizes: "per-parameter", firstOrder: true },
  { adapts: "head", stepSizes: "per-layer", firstOrder: false },
];

function drawData(tasks: number): Data {
  const rng = createRandom(3);
  const values = (n: number): number[] => Array.from({ length: n }, () => rng.normal());
  return {
    x: tf.tensor3d(values(tasks * 10), [tasks, 5, 2]),
    y: tf.tensor3d(values(tasks * 5), [tasks, 5, 1]),
  };
}

describe("unrollInnerSteps", () => {
  it.each(rules)("leads to where steps by value lead: %o", (rule) => {
    const model = adaptiveModel(network, rule);
    const initial = model.initialise(createRandom(1));
    // Step sizes that differ from 1 and from each other.
    const values = readParams(initial).map((value, i) => value * (1 + 0.1 * Math.sin(i)));
    const meta = createParams(values, shapesOf(initial));
    const data = drawData(3);
    const learningRates = learningRatesOf(0.3, 3, 0);
    const seen: number[] = [];
    const unrolled = tf.tidy(() =>
      unrollInnerSteps(
        { model, loss },
        {
          tasks: 3,
          firstOrder: rule.firstOrder,
          learningRates,
          dataOf(k, params) {
            seen.push(k);
            expect(params["W0"]?.shape).toEqual([3, 2, 4]);
            return data;
          },
        },
        meta,
      ),
    );
    expect(seen).toEqual([0, 1, 2]);

    const step = compileInnerStep({ model, loss }, ({ x }: Data) => x.shape[0]);
    let params: Params = tf.tidy(() => tileParams(model.start(meta), 1));
    for (const rate of learningRates) {
      const next = step(params, meta, data, rate);
      disposeParams(params);
      params = next;
    }
    for (const name of Object.keys(network.shapes)) {
      const [byValue, atOnce] = [params, unrolled].map((of) => (of[name] as Tensor).arraySync());
      expect(byValue, name).toBeAllClose(atOnce as number[], { rtol: 1e-5, atol: 1e-6 });
      const starts = tf.tidy(() => (tileParams(meta, 3)[name] as Tensor).arraySync());
      const isAdapting = model.adapts.includes(name);
      if (isAdapting) expect(byValue).not.toBeAllClose(starts, { rtol: 1e-3 });
      else expect(byValue).toEqual(starts);
    }
    [initial, meta, unrolled, params].forEach(disposeParams);
    tf.dispose([...learningRates, data.x, data.y]);
    step.dispose();
  });
});

describe("compileInnerStep", () => {
  it("begins from one set of parameters for all tasks, or from one for each", () => {
    const model = adaptiveModel(network, rules[0]!);
    const meta = model.initialise(createRandom(1));
    const data = drawData(2);
    const rate = tf.scalar(0.2);
    const step = compileInnerStep({ model, loss }, ({ x }: Data) => x.shape[0]);
    const [one, two] = [1, 2].map((tasks) => tf.tidy(() => tileParams(meta, tasks))) as [
      Params,
      Params,
    ];
    const [fromOne, fromTwo] = [step(one, meta, data, rate), step(two, meta, data, rate)];
    expect(readParams(fromOne)).toBeAllClose(readParams(fromTwo), { rtol: 1e-6, atol: 1e-7 });
    expect(fromOne["b1"]?.shape).toEqual([2, 1]);
    [meta, one, two, fromOne, fromTwo].forEach(disposeParams);
    tf.dispose([rate, data.x, data.y]);
    step.dispose();
  });
});

describe("learningRatesOf", () => {
  it("evaluates a schedule at each inner step of an outer step", () => {
    const values = (rates: readonly Scalar[]): readonly number[] => {
      const read = rates.map((rate) => rate.arraySync());
      tf.dispose([...rates]);
      return read;
    };
    expect(values(learningRatesOf(0.5, 2, 7))).toEqual([0.5, 0.5]);
    // 0.4 · 0.5² over 1, 2 and 3
    expect(values(learningRatesOf(schedule, 3, 2))).toBeAllClose([0.1, 0.05, 0.1 / 3]);
    expect(learningRatesOf(0.5, 0, 0)).toEqual([]);
  });
});

describe("spreadParams", () => {
  it("repeats a single set, and leaves as many sets as there are tasks as they are", () => {
    tf.tidy(() => {
      const spread = (rows: number[][]): unknown =>
        spreadParams({ b: tf.tensor2d(rows) }, 2)["b"]?.arraySync();
      expect(spread([[1, 2]])).toEqual([
        [1, 2],
        [1, 2],
      ]);
      expect(spread([[1], [3]])).toEqual([[1], [3]]);
    });
  });
});
