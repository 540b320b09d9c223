// MAML's outer gradient with each inner loss, in an MDP so small that the exact one is a sum over all trajectories. The inner
// batch is all trajectories, weighed with their probabilities, so that there is no sampling error: what an inner loss
// differs by from the exact gradient is its bias.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { innerStep } from "../../src/meta/inner-step.ts";
import { gradParams, tileParams } from "../../src/nn/params.ts";
import { adaptationLoss } from "../../src/rl/estimators.ts";
import type { AdaptationLossOptions } from "../../src/rl/estimators.ts";
import { policyGradientLoss } from "../../src/rl/losses.ts";
import {
  ALPHA,
  ascend,
  differences,
  estimatorHessian,
  expectedReturn,
  hessianSpread,
  MDP,
  noBaseline,
  pathProbability,
  paths,
  relativeError,
  returnGradient,
  returnHessian,
  STEPS,
  THETA,
  throughStep,
  valuesOf,
} from "./exact-meta-gradient-mdp.ts";
import { ROOT } from "../support/root.ts";
import {
  expectedBatch,
  joinTasks,
  tabularParams,
  tabularPolicy,
  toBatch,
} from "./exact-meta-gradient-tensors.ts";

beforeAll(() => useBackend("onnx"));

/** The baseline by its name: `[step][state]` at some parameters. */
const baselines = {
  "no baseline": () => noBaseline,
  "the value function as baseline": (theta: readonly number[]) => valuesOf(MDP, theta),
} as const;

const exact = throughStep(
  returnHessian(MDP, THETA),
  ALPHA,
  returnGradient(MDP, ascend(MDP, THETA, ALPHA)),
);

/** The outer gradient by tensors, as one of J; each inner step adapts on the trajectories at its own parameters. */
function metaGradient(
  options: AdaptationLossOptions,
  {
    steps = 1,
    baseline = baselines["no baseline"],
    firstOrder = false,
  }: {
    readonly steps?: number;
    readonly baseline?: (theta: readonly number[]) => readonly (readonly number[])[];
    readonly firstOrder?: boolean;
  } = {},
): Float32Array {
  return tf.tidy(() => {
    const along = [THETA];
    for (let k = 0; k < steps; k++) along.push(ascend(MDP, along[k]!, ALPHA));
    const batches = along.map((theta) => expectedBatch(MDP, theta, baseline(theta)));
    // A mean over steps is a third of the sum, which J is made of.
    const settings = { learningRate: ALPHA * STEPS, firstOrder };
    const gradient = gradParams((params) => {
      let adapted = params;
      for (let k = 0; k < steps; k++) {
        adapted = innerStep(
          (values, data) => adaptationLoss(tabularPolicy, values, data, options),
          adapted,
          batches[k]!,
          settings,
        );
      }
      return tf.sum(policyGradientLoss(tabularPolicy, adapted, batches[steps]!));
    }, tabularParams(THETA));
    return tf.mul(gradient["logits"] as tf.Tensor, -STEPS).dataSync<"float32">();
  });
}

/** The Hessian of J that an inner loss has from each path by itself, by tensors. @returns `[paths]`, each flat */
function hessians(
  options: AdaptationLossOptions,
  baseline: readonly (readonly number[])[],
): number[][] {
  return tf.tidy(() => {
    const data = joinTasks(paths.map((path) => toBatch(MDP, [{ path, weight: 1 }], baseline)));
    const count = paths.length;
    const rows = THETA.map((_, i) => {
      const direction = tf.oneHot(tf.fill([count], i, "int32"), 4).reshape([count, 2, 2]);
      const product = gradParams(
        (params) => {
          const gradient = gradParams(
            (values) => tf.sum(adaptationLoss(tabularPolicy, values, data, options)),
            params,
          );
          return tf.sum(tf.mul(gradient["logits"] as tf.Tensor, direction));
        },
        tileParams({ logits: tf.tensor2d([...THETA], [2, 2]) }, count),
      );
      return tf.mul(product["logits"] as tf.Tensor, -STEPS).dataSync<"float32">();
    });
    return paths.map((_, k) => rows.flatMap((row) => Array.from(row.slice(4 * k, 4 * k + 4))));
  });
}

describe("the sums over all trajectories", () => {
  it("are those of a distribution, and yield the value of backward induction", () => {
    const probabilities = paths.map((path) => pathProbability(MDP, THETA, path));
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeAllClose(1, { rtol: 1e-12 });
    expect(Math.min(...probabilities)).toBeGreaterThan(0);
  });

  it("yield the derivatives of the expected return", () => {
    const gradient = returnGradient(MDP, THETA);
    expect(gradient).toBeAllClose(
      differences((theta) => expectedReturn(MDP, theta), THETA),
      { rtol: 1e-9, atol: 1e-11 },
    );
    const rows = THETA.map((_, i) => differences((theta) => returnGradient(MDP, theta)[i]!, THETA));
    expect(returnHessian(MDP, THETA).flat()).toBeAllClose(rows.flat(), { rtol: 1e-9, atol: 1e-11 });
  });

  it("yield the exact outer gradient", () => {
    const composed = (theta: readonly number[]): number =>
      expectedReturn(MDP, ascend(MDP, theta, ALPHA));
    expect(exact).toBeAllClose(differences(composed, THETA), { rtol: 1e-9, atol: 1e-11 });
  });
});

describe.each(Object.entries(baselines))("with %s", (_, baseline) => {
  it.each([
    { estimator: "dice", diceLambda: 0 },
    { estimator: "loaded-dice", diceLambda: 1 },
  ] as const)("$estimator has the exact outer gradient", (options) => {
    const hessian = estimatorHessian(MDP, THETA, { ...options, baseline: baseline(THETA) });
    expect(hessian.flat()).toBeAllClose(returnHessian(MDP, THETA).flat(), {
      rtol: 1e-12,
      atol: 1e-12,
    });
    expect(relativeError(metaGradient(options, { baseline }), exact)).toBeLessThan(1e-5);
  });

  it.each([
    { estimator: "dice", diceLambda: 0 },
    { estimator: "loaded-dice", diceLambda: 1 },
  ] as const)("$estimator has the exact outer gradient through two steps", (options) => {
    const composed = (theta: readonly number[]): number =>
      expectedReturn(MDP, ascend(MDP, ascend(MDP, theta, ALPHA), ALPHA));
    const ofTwo = differences(composed, THETA);
    expect(relativeError(exact, ofTwo)).toBeGreaterThan(0.1);
    expect(relativeError(metaGradient(options, { baseline, steps: 2 }), ofTwo)).toBeLessThan(1e-5);
  });
});

type ByBaseline = Readonly<Record<keyof typeof baselines, number>>;

/** An inner loss and how good its second derivative is. */
interface Quality {
  readonly name: string;
  readonly options: AdaptationLossOptions;
  readonly firstOrder?: boolean;
  /** How far the outer gradient is from the exact one, ‖difference‖ / ‖exact‖; rounded to four digits after the point. */
  readonly bias: ByBaseline;
  /** How much the second derivative from one episode varies, in norms of the exact one; rounded to one digit. */
  readonly spread: ByBaseline;
}

const by = (none: number, values: number): ByBaseline => ({
  "no baseline": none,
  "the value function as baseline": values,
});
const loaded = (diceLambda: number, bias: number, spread: ByBaseline): Quality => ({
  name: `loaded-dice, λ = ${diceLambda}`,
  options: { estimator: "loaded-dice", diceLambda },
  bias: by(bias, bias),
  spread,
});

const QUALITIES: readonly Quality[] = [
  {
    name: "any, firstOrder",
    options: { estimator: "policy-gradient", diceLambda: 0 },
    firstOrder: true,
    bias: by(0.1802, 0.1802),
    spread: by(0, 0),
  },
  {
    name: "policy-gradient",
    options: { estimator: "policy-gradient", diceLambda: 0 },
    bias: by(2.1016, 0.1802),
    spread: by(13.3, 7.0),
  },
  {
    name: "likelihood-ratio",
    options: { estimator: "likelihood-ratio", diceLambda: 0 },
    bias: by(0.0798, 0.0798),
    spread: by(13.5, 5.3),
  },
  loaded(0, 0.0798, by(13.5, 5.3)),
  loaded(0.5, 0.0378, by(16.2, 6.4)),
  loaded(0.9, 0.0072, by(21.5, 9.0)),
  loaded(1, 0, by(23.2, 9.8)),
  {
    name: "dice",
    options: { estimator: "dice", diceLambda: 0 },
    bias: by(0, 0),
    spread: by(23.2, 20.4),
  },
];

describe.each(QUALITIES)(
  "the outer gradient of $name",
  ({ options, firstOrder = false, bias, spread }) => {
    it.each(["no baseline", "the value function as baseline"] as const)(
      "is biased with %s by what is listed",
      (key) => {
        const baseline = baselines[key];
        // What the inner loss has for the Hessian in expectation, worked out without tensors.
        const zeros = THETA.map(() => THETA.map(() => 0));
        const hessian = firstOrder
          ? zeros
          : estimatorHessian(MDP, THETA, { ...options, baseline: baseline(THETA) });
        const expected = throughStep(
          hessian,
          ALPHA,
          returnGradient(MDP, ascend(MDP, THETA, ALPHA)),
        );
        expect(relativeError(expected, exact)).toBeCloseTo(bias[key], 4);
        const actual = metaGradient(options, { baseline, firstOrder });
        expect(relativeError(actual, expected)).toBeLessThan(1e-5);
        expect(relativeError(actual, exact)).toBeCloseTo(bias[key], 4);
      },
    );

    it.each(["no baseline", "the value function as baseline"] as const)(
      "varies with %s by what is listed",
      (key) => {
        const size = Math.hypot(...returnHessian(MDP, THETA).flat());
        const baseline = baselines[key](THETA);
        const estimation = { ...options, baseline };
        const expected = firstOrder ? 0 : hessianSpread(MDP, THETA, estimation) / size;
        expect(expected).toBeCloseTo(spread[key], 1);
        if (firstOrder) return;
        // The same from the Hessians of all paths by tensors.
        const mean = estimatorHessian(MDP, THETA, estimation).flat();
        const variance = hessians(options, baseline).reduce((sum, hessian, k) => {
          const deviation = hessian.reduce((total, x, i) => total + (x - mean[i]!) ** 2, 0);
          return sum + pathProbability(MDP, THETA, paths[k]!) * deviation;
        }, 0);
        expect(Math.sqrt(variance) / size).toBeAllClose(expected, { rtol: 1e-4 });
      },
    );
  },
);

describe("docs/inner-estimators.md", () => {
  it("lists these numbers", () => {
    const page = readFileSync(join(ROOT, "docs/inner-estimators.md"), "utf8");
    for (const { name, bias, spread } of QUALITIES) {
      const numbers = [
        ...Object.values(bias).map((value) => (value === 0 ? "0" : value.toFixed(3))),
        ...Object.values(spread).map((value) => (value === 0 ? "0" : value.toFixed(1))),
      ];
      expect(page.replaceAll(/ +/g, " ")).toContain(`| ${[name, ...numbers].join(" | ")} |`);
    }
  });
});
