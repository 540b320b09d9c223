// MAML's outer gradient of networks that have no closed form, against central differences of the outer loss.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ruleOf } from "../../src/few-shot/rule.ts";
import { adaptiveModel } from "../../src/meta/adaptation-rule.ts";
import type { NetworkConfig } from "../../src/nn/create-network.ts";
import { createParams, disposeParams, readParams, shapesOf } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { drawTasks, innerOf, problemOf, SHAPES, withMamlProblem } from "./support.ts";
import type { MamlSetting } from "./support.ts";
import { blobs, lines } from "./toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

const mlp: Partial<NetworkConfig> = { hiddenSizes: [6, 5] };
const convolutional: Partial<NetworkConfig> = { kind: "convolutional", filters: [3, 4] };
const batch = { normalisation: "batch" } as const;

const points = blobs();
const pictures = blobs({ id: "pictures@test", inputShape: [5, 4] });

interface Case {
  readonly name: string;
  readonly network: Partial<NetworkConfig>;
  readonly steps: number;
  readonly fields?: Parameters<typeof innerOf>[0];
}

const perParameter = { stepSizes: "per-parameter" } as const;
const head = { adapts: "head" } as const;

const cases: readonly Case[] = [
  { name: "an mlp", network: mlp, steps: 1 },
  { name: "an mlp", network: mlp, steps: 3 },
  { name: "an mlp with learned step sizes", network: mlp, steps: 3, fields: perParameter },
  { name: "an mlp whose head adapts", network: mlp, steps: 3, fields: head },
  { name: "a normalised mlp", network: { ...mlp, ...batch }, steps: 1 },
  { name: "a normalised mlp", network: { ...mlp, ...batch }, steps: 3 },
  {
    name: "a normalised mlp with learned step sizes whose head adapts",
    network: { ...mlp, ...batch },
    steps: 3,
    fields: { ...perParameter, ...head },
  },
  { name: "a convolutional network", network: convolutional, steps: 1 },
  { name: "a convolutional network", network: convolutional, steps: 3 },
  {
    name: "a normalised convolutional network with learned step sizes",
    network: { ...convolutional, ...batch },
    steps: 3,
    fields: perParameter,
  },
];

/**
 * Halving the step divides what curvature leaves after extrapolation by about 16, and doubles what rounding of the loss
 * leaves. Measured over the cases below, the largest errors are 7e-4 at 2^-5, 4e-5 at 2^-6, 1.2e-5 at 2^-7, 3.4e-5 at 2^-8.
 */
const STEP = 2 ** -7;
const TOLERANCE = { rtol: 5e-5, atol: 2e-5 };

const DIRECTIONS = 4;

/** The outer loss at other meta-parameters. */
function lossAt(setting: MamlSetting, meta: Float64Array): number {
  const params = createParams(meta, shapesOf(setting.meta));
  const loss = withMamlProblem({ ...setting, meta: params }, (outer) => outer.loss);
  disposeParams(params);
  return loss;
}

/** The derivative along a direction by central differences of two sizes, extrapolated (Richardson). */
function derivative(setting: MamlSetting, at: Float64Array, direction: Float64Array): number {
  const central = (h: number): number => {
    const [after = NaN, before = NaN] = [h, -h].map((distance) =>
      lossAt(
        setting,
        at.map((x, i) => x + distance * direction[i]!),
      ),
    );
    return (after - before) / (2 * h);
  };
  return (4 * central(STEP) - central(2 * STEP)) / 3;
}

/** Directions of length 1: that of the gradient, and random ones. */
function directionsFor(gradient: Float64Array): readonly Float64Array[] {
  const rng = createRandom(11);
  const random = Array.from({ length: DIRECTIONS - 1 }, (_, i) => {
    const direction = new Float64Array(gradient.length);
    rng.split(i).normals(direction);
    return direction;
  });
  return [gradient, ...random].map((direction) => {
    const length = Math.hypot(...direction);
    return direction.map((x) => x / length);
  });
}

describe("MAML's outer gradient of classification", () => {
  it.each(cases)(
    "agrees with finite differences: $name, inner steps: $steps",
    ({ network, steps, fields }) => {
      const isPicture = network.kind === "convolutional";
      check(problemOf(isPicture ? pictures : points, network), steps, fields);
    },
  );
});

describe("MAML's outer gradient of regression", () => {
  it("agrees with finite differences: an mlp with learned step sizes, inner steps: 3", () => {
    check(problemOf(lines, mlp), 3, perParameter);
  });
});

function check(
  problem: MamlSetting["problem"],
  steps: number,
  fields: Parameters<typeof innerOf>[0] = {},
): void {
  const inner = innerOf(fields);
  const { kind } = problem.taskSet.targets;
  const shape = SHAPES[kind];
  // Step sizes begin at 1 and differ, so that none of them can take another's place.
  const initial = adaptiveModel(problem.network, ruleOf(inner)).initialise(createRandom(2));
  const rng = createRandom(12);
  const at = Float64Array.from(
    Float32Array.from(readParams(initial), (x) => x + 0.1 * rng.normal()),
  );
  const meta = createParams(at, shapesOf(initial));
  const learningRates = Array.from({ length: steps }, (_, k) => 0.3 / (k + 1));
  const tasks = drawTasks(problem, 3);
  const setting = { problem, inner, tasks, shape, learningRates, meta };
  const gradient = withMamlProblem(setting, (outer) => outer.gradient.slice());
  const slopes = directionsFor(gradient).map((direction) => ({
    exact: direction.reduce((sum, x, i) => sum + x * gradient[i]!, 0),
    quotient: derivative(setting, at, direction),
  }));
  [initial, meta].forEach(disposeParams);
  expect(Math.hypot(...gradient)).toBeGreaterThan(0.05); // or else the bound would say little
  expect(slopes.map(({ exact }) => exact)).toBeAllClose(
    slopes.map(({ quotient }) => quotient),
    TOLERANCE,
  );
}
