// The inner losses against plain float64 loops written from their definitions. A magic box f(x) = exp(x - stop(x)) is there
// the function exp(x(θ) - x(θ₀)) of θ, with the derivatives that it has at θ₀.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { compile } from "../../src/backend/compile.ts";
import { ConfigError, ShapeError } from "../../src/errors.ts";
import { gradParams, mapParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { adaptationLoss, estimatorNames } from "../../src/rl/estimators.ts";
import type { AdaptationData, AdaptationLossOptions } from "../../src/rl/estimators.ts";
import { toTrajectories } from "../../src/rl/trajectories.ts";
import { checkGradients } from "../support/check-gradients.ts";
import { gaussianParams, linearGaussian as policy, logDensity } from "./linear-gaussian.ts";
import type { GaussianNumbers } from "./linear-gaussian.ts";
import { createRollout } from "./rollouts.ts";

beforeAll(() => useBackend("onnx"));
beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

type TwoTasks = readonly [GaussianNumbers, GaussianNumbers];

/** Parameters near the actions of the rollout, so that derivatives of all orders are of moderate size. */
const PARAMS: TwoTasks = [
  [0.5, -0.25, 1, 1.5],
  [1, 2, 2, 1.75],
];
const DIRECTION: TwoTasks = [
  [0.3, -0.5, 0.4, -0.2],
  [-0.1, 0.4, 0.6, 0.5],
];
/** `[tasks, episodes, steps]` of lengths 3, 1, 2 and 3. */
const ADVANTAGES = [1, -2, 0.5, 3, 0, 0, -1, 0.25, 0, 2, -0.5, 1];
const BASELINES = [0.5, 1, -1, 2, 0, 0, 0.75, -0.5, 0, -2, 1.5, 0.25];

/** Each estimator, the loaded one with three values of λ. */
const CASES: readonly AdaptationLossOptions[] = [
  { estimator: "policy-gradient", diceLambda: 0 },
  { estimator: "likelihood-ratio", diceLambda: 0 },
  { estimator: "dice", diceLambda: 0 },
  { estimator: "loaded-dice", diceLambda: 0 },
  { estimator: "loaded-dice", diceLambda: 0.5 },
  { estimator: "loaded-dice", diceLambda: 1 },
];

function createData(): AdaptationData {
  const estimates = {
    advantages: Float64Array.from(ADVANTAGES),
    scaledBaselines: Float64Array.from(BASELINES),
  };
  return toTrajectories(createRollout(), estimates, { withBaselines: true });
}

/** What one episode brings to the mean, but for the sign. */
type EpisodeTerm = (episode: {
  /** log π at θ and at θ₀, of each step. */
  readonly logProb: readonly number[];
  readonly sampled: readonly number[];
  readonly advantages: readonly number[];
  readonly baselines: readonly number[];
}) => number;

/** The sum of the first `count` elements. */
const sum = (values: readonly number[], count = values.length): number =>
  values.slice(0, count).reduce((total, value) => total + value, 0);

/** The definitions, by estimator. */
const DEFINITIONS: Readonly<
  Record<AdaptationLossOptions["estimator"], (lambda: number) => EpisodeTerm>
> = {
  "policy-gradient":
    () =>
    ({ logProb, advantages }) =>
      sum(advantages.map((advantage, t) => logProb[t]! * advantage)),
  "likelihood-ratio":
    () =>
    ({ logProb, sampled, advantages }) =>
      sum(advantages.map((advantage, t) => Math.exp(logProb[t]! - sampled[t]!) * advantage)),
  // Foerster et al. 2018: the sum of rewards, each in the box of all actions up to it, plus (1 - box of the own action) b.
  dice:
    () =>
    ({ logProb, sampled, advantages, baselines }) => {
      const returns = advantages.map((advantage, t) => advantage + baselines[t]!);
      const rewards = returns.map((value, t) => value - (returns[t + 1] ?? 0));
      const rewarded = rewards.map(
        (reward, t) => Math.exp(sum(logProb, t + 1) - sum(sampled, t + 1)) * reward,
      );
      const corrected = baselines.map((b, t) => (1 - Math.exp(logProb[t]! - sampled[t]!)) * b);
      return sum(rewarded) + sum(corrected);
    },
  // Farquhar et al. 2019, algorithm 1.
  "loaded-dice":
    (lambda) =>
    ({ logProb, sampled, advantages }) => {
      let w = 0;
      let objective = 0;
      advantages.forEach((advantage, t) => {
        const v = lambda * w;
        w = v + (logProb[t]! - sampled[t]!);
        objective += (Math.exp(w) - Math.exp(v)) * advantage;
      });
      return objective;
    },
};

/** The loss of each task at θ for data sampled at θ₀: the mean over episodes of the mean over steps. */
function plainLoss(
  { estimator, diceLambda }: AdaptationLossOptions,
  at: TwoTasks,
  sampledAt: TwoTasks,
): number[] {
  const { observations, actions, lengths } = createRollout();
  const term = DEFINITIONS[estimator](diceLambda);
  return [0, 1].map((task) => {
    let mean = 0;
    for (const row of [2 * task, 2 * task + 1]) {
      const length = lengths[row]!;
      const steps = Array.from({ length }, (_, t) => row * 3 + t);
      const logProbAt = (numbers: GaussianNumbers): number[] =>
        steps.map((i) => logDensity(numbers, observations[i]!, actions.subarray(2 * i, 2 * i + 2)));
      const value = term({
        logProb: logProbAt(at[task]!),
        sampled: logProbAt(sampledAt[task]!),
        advantages: steps.map((i) => ADVANTAGES[i]!),
        baselines: steps.map((i) => BASELINES[i]!),
      });
      mean += value / length / 2;
    }
    return -mean;
  });
}

/** Derivatives of order 1, 2 and 3 of the plain loss along the direction, by central differences in float64. */
function plainDerivatives(options: AdaptationLossOptions): number[][] {
  const move = (task: 0 | 1, h: number): GaussianNumbers =>
    PARAMS[task].map((x, i) => x + h * DIRECTION[task][i]!) as unknown as GaussianNumbers;
  const at = (h: number): number[] => plainLoss(options, [move(0, h), move(1, h)], PARAMS);
  const h = 1e-3;
  const [c2, c1, c0, d1, d2] = [-2 * h, -h, 0, h, 2 * h].map(at) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  return [
    [0, 1].map((k) => (c2[k]! - 8 * c1[k]! + 8 * d1[k]! - d2[k]!) / (12 * h)),
    [0, 1].map((k) => (-c2[k]! + 16 * c1[k]! - 30 * c0[k]! + 16 * d1[k]! - d2[k]!) / (12 * h * h)),
    [0, 1].map((k) => (d2[k]! - 2 * d1[k]! + 2 * c1[k]! - c2[k]!) / (2 * h ** 3)),
  ];
}

/** Derivatives of order 1 to `order` along the direction, one of each task. */
function derivatives(
  data: AdaptationData,
  options: AdaptationLossOptions,
  order: number,
): number[][] {
  const direction = gaussianParams(DIRECTION);
  let f = (params: Params): Tensor1D => adaptationLoss(policy, params, data, options);
  return Array.from({ length: order }, () => {
    const below = f;
    f = (params) => {
      const gradient = gradParams((values) => tf.sum(below(values)), params);
      const slopes = Object.keys(params).map((name) =>
        tf.sum(tf.reshape(tf.mul(gradient[name] as Tensor, direction[name] as Tensor), [2, -1]), 1),
      );
      return tf.addN(slopes) as Tensor1D;
    };
    return Array.from(f(gaussianParams(PARAMS)).dataSync());
  });
}

describe("adaptationLoss", () => {
  it("has a case for every estimator", () => {
    expect(new Set(CASES.map(({ estimator }) => estimator))).toEqual(new Set(estimatorNames));
  });

  describe.each(CASES)("$estimator, lambda $diceLambda", (options) => {
    it("has the derivatives of its definition, to third order", () => {
      const actual = derivatives(createData(), options, 3);
      const expected = plainDerivatives(options);
      expected.flat().forEach((value) => {
        expect(Math.abs(value)).toBeGreaterThan(1e-2);
      });
      expect(actual[0]).toBeAllClose(expected[0]!, { rtol: 1e-4 });
      expect(actual[1]).toBeAllClose(expected[1]!, { rtol: 1e-4 });
      expect(actual[2]).toBeAllClose(expected[2]!, { rtol: 1e-3 });
    });

    it("has the first derivatives of the policy gradient", () => {
      const gradientOf = (of: AdaptationLossOptions): number[] =>
        Object.values(
          gradParams(
            (params) => tf.sum(adaptationLoss(policy, params, createData(), of)),
            gaussianParams(PARAMS),
          ),
        ).flatMap((value) => Array.from(value.dataSync()));
      const expected = gradientOf({ estimator: "policy-gradient", diceLambda: 0 });
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.5);
      expect(gradientOf(options)).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-6 });
    });

    it("does not depend on what padding holds", () => {
      const data = createData();
      const padding = tf.cast(tf.equal(data.weights, 0), "float32");
      const spoil = (value: Tensor, by: number): Tensor =>
        tf.add(value, tf.mul(value.rank === 3 ? tf.expandDims(padding, 2) : padding, by));
      const dirty: AdaptationData = {
        ...data,
        observations: spoil(data.observations, 40) as tf.Tensor3D,
        actions: spoil(data.actions, -1e6) as tf.Tensor3D,
        advantages: spoil(data.advantages, 7) as Tensor2D,
        baselines: spoil(data.baselines as Tensor2D, -5) as Tensor2D,
      };
      expect(derivatives(dirty, options, 2)).toEqual(derivatives(data, options, 2));
      const lossOf = (of: AdaptationData): number[] =>
        Array.from(adaptationLoss(policy, gaussianParams(PARAMS), of, options).dataSync());
      expect(lossOf(dirty)).toEqual(lossOf(data));
    });

    it("is the same compiled", () => {
      const data = createData();
      const hessianProduct = (params: Params, of: AdaptationData): Params => {
        const direction = gaussianParams(DIRECTION);
        return gradParams((values) => {
          const gradient = gradParams(
            (inner) => tf.sum(adaptationLoss(policy, inner, of, options)),
            values,
          );
          const slopes = mapParams(gradient, (value, name) =>
            tf.sum(tf.mul(value, direction[name] as Tensor)),
          );
          return tf.addN(Object.values(slopes)) as tf.Scalar;
        }, params);
      };
      const compiled = compile("hessianProduct", hessianProduct);
      const read = (values: Params): number[] =>
        Object.values(values).flatMap((value) => Array.from(value.dataSync()));
      const params = gaussianParams(PARAMS);
      expect(read(compiled(params, data))).toBeAllClose(read(hessianProduct(params, data)), {
        rtol: 1e-4,
        atol: 1e-5,
      });
      compiled.dispose();
    });
  });

  it("has derivatives of policy-gradient that agree with differences of the tensor function", () => {
    // The others hold a constant that moves along with the parameters, which a difference of losses does not see.
    const data = createData();
    const options = { estimator: "policy-gradient", diceLambda: 0 } as const;
    const { W, logStd } = gaussianParams(PARAMS) as { W: Tensor; logStd: Tensor };
    checkGradients(
      (w, s) => adaptationLoss(policy, { W: w, logStd: s }, data, options),
      [W, logStd],
      { order: 2 },
    );
  });

  it("weighs nothing but the ratio of each step at lambda 0, and all the past at lambda 1", () => {
    const data = createData();
    const withoutBaseline = { ...data, baselines: tf.zerosLike(data.baselines as Tensor2D) };
    const of = (estimator: AdaptationLossOptions["estimator"], diceLambda = 0): number[] =>
      derivatives(withoutBaseline, { estimator, diceLambda }, 3).flat();
    const close = { rtol: 1e-4, atol: 1e-5 };
    expect(of("loaded-dice", 0)).toBeAllClose(of("likelihood-ratio"), close);
    expect(of("loaded-dice", 1)).toBeAllClose(of("dice"), close);
    expect(of("loaded-dice", 1)).not.toBeAllClose(of("likelihood-ratio"), { rtol: 0.1 });
  });

  it("has the value of its definition at the parameters that sampled", () => {
    const lossOf = (options: AdaptationLossOptions): number[] =>
      Array.from(adaptationLoss(policy, gaussianParams(PARAMS), createData(), options).dataSync());
    for (const options of CASES) {
      // DiCE's value is here that of the baselines alone: the sum of rewards is missing, a constant.
      const expected =
        options.estimator === "dice"
          ? [0, 1].map(meanBaseline)
          : plainLoss(options, PARAMS, PARAMS);
      expect(lossOf(options)).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-6 });
    }
  });

  it("divides by the probabilities at which the data were sampled, if it is given them", () => {
    const old: TwoTasks = [
      [0.4, -0.3, 1.1, 1.4],
      [1.1, 1.8, 2.1, 1.7],
    ];
    const data = createData();
    const dist = policy.apply(gaussianParams(old), data.observations);
    const oldLogProb = policy.distribution.logProb(dist, data.actions);
    const options = { estimator: "likelihood-ratio", diceLambda: 0 } as const;
    const loss = adaptationLoss(policy, gaussianParams(PARAMS), { ...data, oldLogProb }, options);
    const expected = plainLoss(options, PARAMS, old);
    expect(expected).not.toBeAllClose(plainLoss(options, PARAMS, PARAMS), { rtol: 1e-2 });
    expect(loss.dataSync()).toBeAllClose(expected, { rtol: 1e-4 });
  });

  it("needs baselines for DiCE, and a lambda from 0 to 1", () => {
    const { baselines: _, ...data } = createData();
    const params = gaussianParams(PARAMS);
    expect(() =>
      adaptationLoss(policy, params, data, { estimator: "dice", diceLambda: 0 }),
    ).toThrow(
      new ShapeError(
        "diceLoss: baselines must be [tasks, n] = [2, 6], got undefined; make the trajectories with baselines",
      ),
    );
    expect(() =>
      adaptationLoss(policy, params, data, { estimator: "loaded-dice", diceLambda: 1.5 }),
    ).toThrow(new ConfigError("loadedDiceLoss: lambda: must lie in [0, 1], got 1.5"));
  });
});

/** Mean over episodes of the mean over steps of the baselines of a task. */
function meanBaseline(task: number): number {
  return task === 0 ? (0.5 / 3 + 2) / 2 : (0.25 / 2 - 0.25 / 3) / 2;
}
