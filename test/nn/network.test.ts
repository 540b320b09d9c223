// What holds for every network for supervised tasks, by plain loops in float64 and finite differences of them.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { compile } from "../../src/backend/compile.ts";
import { onNotice } from "../../src/backend/diagnostics.ts";
import type { NoticeListener } from "../../src/backend/diagnostics.ts";
import { createNetwork } from "../../src/nn/create-network.ts";
import type { NetworkConfig } from "../../src/nn/create-network.ts";
import { gradParams, mapParams, shapesOf } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { runPlainNetwork } from "./plain-network.ts";
import type { PlainParams } from "./plain-network.ts";

const [TASKS, ROWS, OUTPUTS] = [2, 4, 3];

const common = { hiddenSizes: [5, 4], filters: [3, 2], initialisation: "he-normal" } as const;

const cases: readonly (NetworkConfig & { readonly inputShape: readonly number[] })[] = [
  { ...common, kind: "mlp", activation: "relu", normalisation: "none", inputShape: [6] },
  { ...common, kind: "mlp", activation: "relu", normalisation: "batch", inputShape: [2, 3] },
  { ...common, kind: "mlp", activation: "tanh", normalisation: "batch", inputShape: [6] },
  {
    ...common,
    kind: "mlp",
    hiddenSizes: [],
    activation: "relu",
    normalisation: "batch",
    inputShape: [6],
  },
  {
    ...common,
    kind: "convolutional",
    activation: "relu",
    normalisation: "none",
    inputShape: [7, 7],
  },
  {
    ...common,
    kind: "convolutional",
    activation: "relu",
    normalisation: "batch",
    inputShape: [7, 7],
  },
  {
    ...common,
    kind: "convolutional",
    activation: "tanh",
    normalisation: "batch",
    inputShape: [6, 3],
  },
];

const named = cases.map((config) => {
  const widths = config.kind === "mlp" ? config.hiddenSizes : config.filters;
  const name = `${config.kind} ${widths.join("-")} ${config.activation}, normalisation ${config.normalisation}`;
  return [name, config] as const;
});

// The second task has a row of padding.
const weights = [
  [0.25, 0.25, 0.25, 0.25],
  [0.5, 0.2, 0.3, 0],
];

/** Draws everything that a case needs, as tensors and as plain numbers; biases, shifts and scales too. */
function setUp({ inputShape, ...config }: (typeof cases)[number]) {
  const network = createNetwork(config, { inputShape, outputs: OUTPUTS });
  const rng = createRandom(7);
  const draw = (name: string, length: number): number[] => {
    const stream = rng.split(name);
    return Array.from({ length }, () => stream.normal());
  };
  const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  const perTask = (prefix: string): PlainParams[] =>
    Array.from({ length: TASKS }, (_, task) =>
      Object.fromEntries(
        Object.entries(network.shapes).map(([name, shape]) => [
          name,
          draw(`${prefix} ${task} ${name}`, elements(shape)),
        ]),
      ),
    );
  const toParams = (plain: readonly PlainParams[]): Params =>
    Object.fromEntries(
      Object.entries(network.shapes).map(([name, shape]) => [
        name,
        tf.tensor(
          plain.flatMap((params) => params[name] ?? []),
          [plain.length, ...shape],
        ),
      ]),
    );
  const inputs = Array.from({ length: TASKS }, (_, task) =>
    Array.from({ length: ROWS }, (_unused, row) => draw(`input ${task} ${row}`, network.inputs)),
  );
  const run = (plain: readonly PlainParams[]): number[][][] =>
    plain.map((params, task) =>
      runPlainNetwork({
        config,
        inputShape,
        params,
        inputs: inputs[task] as number[][],
        weights: weights[task] as number[],
      }),
    );
  return {
    network,
    inputs,
    plain: perTask("params"),
    directions: [perTask("u"), perTask("v")] as const,
    outputWeights: draw("outputs", TASKS * ROWS * OUTPUTS),
    toParams,
    run,
    x: (): Tensor3D => tf.tensor3d(inputs),
    w: (): Tensor2D => tf.tensor2d(weights),
  };
}

/** θ + s u + t v */
function moved(
  params: readonly PlainParams[],
  [u, v]: readonly [readonly PlainParams[], readonly PlainParams[]],
  [s, t]: readonly [number, number],
): PlainParams[] {
  return params.map((ofTask, task) =>
    Object.fromEntries(
      Object.entries(ofTask).map(([name, values]) => [
        name,
        values.map((x, i) => x + s * u[task]![name]![i]! + t * v[task]![name]![i]!),
      ]),
    ),
  );
}

function dot(a: Params, b: Params): Scalar {
  return Object.entries(a)
    .map(([name, value]) => tf.sum<Scalar>(tf.mul(value, b[name] as Tensor)))
    .reduce((sum, term) => tf.add(sum, term));
}

describe.each(["cpu", "onnx"])("networks on %s", (backend) => {
  const notices: string[] = [];
  let listener: NoticeListener;
  beforeAll(async () => {
    await useBackend(backend);
    listener = onNotice((notice) => notices.push(notice));
  });
  afterAll(() => {
    onNotice(listener);
  });

  describe.each(named)("%s", (_, config) => {
    it("equals plain loops", () => {
      tf.tidy(() => {
        const { network, plain, toParams, run, x, w } = setUp(config);
        const outputs = network.apply(toParams(plain), x(), w());
        expect(outputs.arraySync()).toBeAllClose(run(plain), { rtol: 1e-4, atol: 2e-5 });
      });
    });

    it("has the first and second directional derivatives of plain loops", () => {
      tf.tidy(() => {
        const { network, plain, directions, outputWeights, toParams, run, x, w } = setUp(config);
        const c = tf.tensor3d(outputWeights, [TASKS, ROWS, OUTPUTS]);
        // Cubes, so that the head has second derivatives as well.
        const f = (params: Params): Scalar =>
          tf.sum(tf.mul(c, tf.pow(network.apply(params, x(), w()), 3)));
        const plainF = (s: number, t: number): number =>
          run(moved(plain, directions, [s, t]))
            .flat(2)
            .reduce((sum, y, i) => sum + outputWeights[i]! * y ** 3, 0);
        const [u, v] = directions.map(toParams) as [Params, Params];
        const params = toParams(plain);
        const first = gradParams(f, params);
        const second = gradParams((at) => dot(gradParams(f, at), u), params);

        // Measured: the two agree within 1e-6 in the first derivative and 3e-6 in the second, on both backends.
        const h = 1e-5;
        const firstPlain = (plainF(h, 0) - plainF(-h, 0)) / (2 * h);
        const secondPlain =
          (plainF(h, h) - plainF(h, -h) - plainF(-h, h) + plainF(-h, -h)) / (4 * h * h);
        expect(Math.abs(secondPlain)).toBeGreaterThan(1);
        expect(dot(first, u).dataSync()).toBeAllClose([firstPlain], { rtol: 1e-5 });
        expect(dot(second, v).dataSync()).toBeAllClose([secondPlain], { rtol: 3e-5 });
      });
    });

    it("leaves rows as they are when rows of weight 0 are added", () => {
      tf.tidy(() => {
        const { network, plain, toParams, x, w } = setUp(config);
        const params = toParams(plain);
        const padded = network.apply(
          params,
          tf.concat([x(), tf.fill([TASKS, 3, network.inputs], 9)], 1),
          tf.concat([w(), tf.zeros([TASKS, 3])], 1),
        );
        const rows = tf.slice(padded, [0, 0, 0], [TASKS, ROWS, OUTPUTS]);
        expect(rows.dataSync()).toBeAllClose(network.apply(params, x(), w()).dataSync(), {
          rtol: 1e-6,
          atol: 1e-6,
        });
      });
    });

    it("runs each task as if it were alone", () => {
      tf.tidy(() => {
        const { network, plain, toParams, inputs, run } = setUp(config);
        const alone = plain.map((params, task) =>
          network
            .apply(toParams([params]), tf.tensor3d([inputs[task]!]), tf.tensor2d([weights[task]!]))
            .squeeze([0])
            .arraySync(),
        );
        expect(alone).toBeAllClose(run(plain), { rtol: 1e-4, atol: 2e-5 });
      });
    });

    it("is its head on its features", () => {
      tf.tidy(() => {
        const { network, plain, toParams, x, w } = setUp(config);
        const params = toParams(plain);
        const features = network.embed(params, x(), w());
        expect(features.shape).toEqual([TASKS, ROWS, network.features]);
        const [matrix, bias] = network.layers.at(-1)!.map((name) => params[name]!);
        const outputs = tf.add(tf.matMul(features, matrix as Tensor3D), tf.expandDims(bias!, 1));
        expect(network.apply(params, x(), w()).dataSync()).toEqual(outputs.dataSync());
      });
    });

    it("draws the parameters that it names", () => {
      tf.tidy(() => {
        const { network } = setUp(config);
        const params = network.initialise(createRandom(3));
        expect(shapesOf(params)).toEqual(network.shapes);
        expect(Object.keys(params)).toEqual(network.layers.flat());
      });
    });

    it("compiles to one program with its gradient after an inner step, all of it native", () => {
      tf.tidy(() => {
        const { network, plain, toParams, x, w } = setUp(config);
        const metaGradient = (params: Params, rows: Tensor3D, ofRows: Tensor2D): Params => {
          const loss = (at: Params): Scalar => tf.mean(tf.square(network.apply(at, rows, ofRows)));
          return gradParams((before) => {
            const gradient = gradParams(loss, before);
            return loss(mapParams(before, (p, name) => tf.sub(p, tf.mul(gradient[name]!, 0.1))));
          }, params);
        };
        const compiled = compile("metaGradient", metaGradient);
        const args = [toParams(plain), x(), w()] as const;
        const [actual, expected] = [compiled(...args), metaGradient(...args)];
        for (const [name, value] of Object.entries(expected)) {
          const values = value.dataSync<"float32">();
          const size = Math.max(...values.map(Math.abs));
          expect(actual[name]!.dataSync()).toBeAllClose(values, { rtol: 1e-4, atol: 1e-5 * size });
        }
        expect(compiled.traces).toBe(backend === "onnx" ? 1 : 0);
        expect(notices).toEqual([]);
        compiled.dispose();
      });
    });

    it("rejects inputs and weights of other shapes", () => {
      tf.tidy(() => {
        const { network, plain, toParams, x, w } = setUp(config);
        const params = toParams(plain);
        const size = network.inputs;
        expect(() => network.apply(params, tf.zeros([2, 4, 50]), w())).toThrow(
          `Network: inputs must be [tasks, n, ${size}], got [2, 4, 50]`,
        );
        expect(() => network.embed(params, x(), tf.zeros([1, 4]))).toThrow(
          "Network: weights must be [tasks, n] = [2, 4], got [1, 4]",
        );
      });
    });
  });
});
