import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { categorical } from "../../src/nn/categorical.ts";
import { gaussian } from "../../src/nn/gaussian.ts";
import type { Params } from "../../src/nn/params.ts";
import {
  clippedSurrogateLoss,
  meanEntropy,
  meanKl,
  policyGradientLoss,
  surrogateLoss,
} from "../../src/rl/losses.ts";
import { toTrajectories } from "../../src/rl/trajectories.ts";
import type { Trajectories } from "../../src/rl/trajectories.ts";
import { gaussianParams, linearGaussian as policy, logDensity } from "./linear-gaussian.ts";
import type { GaussianNumbers } from "./linear-gaussian.ts";
import { createRollout } from "./rollouts.ts";

beforeAll(() => useBackend("cpu"));
beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

/** Two tasks. */
const PARAMS: readonly [GaussianNumbers, GaussianNumbers] = [
  [0.5, -0.25, 0, 0.5],
  [1, 2, -0.5, 0.25],
];
const ADVANTAGES = [1, -2, 0.5, 3, 0, 0, -1, 0.25, 0, 2, -0.5, 1];

function scaledParams(task: 0 | 1, scale: number): GaussianNumbers {
  const [a, b, c, d] = PARAMS[task];
  return [scale * a, scale * b, scale * c, scale * d];
}

function createParams(scale = 1): Params {
  return gaussianParams([scaledParams(0, scale), scaledParams(1, scale)]);
}

function createTrajectories(): Trajectories {
  const advantages = Float64Array.from(ADVANTAGES);
  return toTrajectories(createRollout(), { advantages, scaledBaselines: new Float64Array(12) });
}

/** Mean over episodes of the mean over real steps of `term(task, obs, action, advantage)`, by a plain loop. */
function expectedMean(
  term: (task: 0 | 1, obs: number, action: readonly number[], advantage: number) => number,
): number[] {
  const { observations, actions, lengths } = createRollout();
  return ([0, 1] as const).map((task) => {
    let mean = 0;
    for (const episode of [0, 1]) {
      const row = task * 2 + episode;
      const length = lengths[row] ?? NaN;
      for (let at = row * 3; at < row * 3 + length; at++) {
        const action = Array.from(actions.subarray(at * 2, at * 2 + 2));
        mean += term(task, observations[at] ?? NaN, action, ADVANTAGES[at] ?? NaN) / length / 2;
      }
    }
    return mean;
  });
}

/** Log-density at the parameters of a task, multiplied by a scale. */
function logDensityOf(task: 0 | 1, obs: number, action: readonly number[], scale = 1): number {
  return logDensity(scaledParams(task, scale), obs, action);
}

function oldLogProbOf(params: Params, { observations, actions }: Trajectories): Tensor2D {
  return gaussian.logProb(policy.apply(params, observations), actions);
}

describe("policyGradientLoss", () => {
  it("is minus the weighted mean of log-probability times advantage, for each task", () => {
    const loss = policyGradientLoss(policy, createParams(), createTrajectories());
    const expected = expectedMean((task, obs, action, advantage) =>
      -logDensityOf(task, obs, action) * advantage); // prettier-ignore
    expect(loss.dataSync()).toBeAllClose(expected);
  });

  it("does not depend on what padding holds", () => {
    const trajectories = createTrajectories();
    const onPadding = tf.cast(tf.equal(trajectories.weights, 0), "float32");
    const dirty: Trajectories = {
      ...trajectories,
      advantages: tf.add(trajectories.advantages, tf.mul(onPadding, 7)),
      observations: tf.add(trajectories.observations, tf.mul(tf.expandDims(onPadding, 2), 3)),
    };
    expect(policyGradientLoss(policy, createParams(), dirty).dataSync()).toEqual(
      policyGradientLoss(policy, createParams(), trajectories).dataSync(),
    );
  });
});

describe("surrogateLoss", () => {
  it("weighs advantages with the ratio of new to old probability", () => {
    const trajectories = createTrajectories();
    const old = oldLogProbOf(createParams(1.25), trajectories);
    const dist = policy.apply(createParams(), trajectories.observations);
    const expected = expectedMean((task, obs, action, advantage) => {
      const ratio = Math.exp(
        logDensityOf(task, obs, action) - logDensityOf(task, obs, action, 1.25),
      );
      return -ratio * advantage;
    });
    const loss = surrogateLoss(gaussian, dist, trajectories, old);
    expect(loss.dataSync()).toBeAllClose(expected, { rtol: 1e-4 });
  });

  it("has the gradient of the policy-gradient loss where old and new policy are the same", () => {
    const trajectories = createTrajectories();
    const params = createParams();
    const old = oldLogProbOf(params, trajectories);
    const gradientOf = (loss: (values: Params) => Tensor1D): number[] => {
      const names = Object.keys(params);
      const total = (...values: tf.Tensor[]): Scalar =>
        tf.sum(loss(Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]))));
      return tf
        .grads(total)(Object.values(params))
        .flatMap((g) => Array.from(g.dataSync()));
    };
    const expected = gradientOf((values) => policyGradientLoss(policy, values, trajectories));
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1);
    expect(
      gradientOf((values) =>
        surrogateLoss(gaussian, policy.apply(values, trajectories.observations), trajectories, old),
      ),
    ).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-5 });
  });
});

describe("clippedSurrogateLoss", () => {
  it("takes the smaller of the clipped and the plain term of each step", () => {
    const trajectories = createTrajectories();
    const old = oldLogProbOf(createParams(1.25), trajectories);
    const dist = policy.apply(createParams(), trajectories.observations);
    const ratios: number[] = [];
    const expected = expectedMean((task, obs, action, advantage) => {
      const ratio = Math.exp(
        logDensityOf(task, obs, action) - logDensityOf(task, obs, action, 1.25),
      );
      ratios.push(ratio);
      return -Math.min(ratio * advantage, Math.min(Math.max(ratio, 0.7), 1.3) * advantage);
    });
    expect(ratios.filter((ratio) => ratio < 0.7).length).toBeGreaterThan(0);
    expect(ratios.filter((ratio) => ratio > 1.3).length).toBeGreaterThan(0);
    const loss = clippedSurrogateLoss(gaussian, dist, trajectories, old, 0.3);
    expect(loss.dataSync()).toBeAllClose(expected, { rtol: 1e-4 });
  });

  it("has no gradient where a ratio has gone too far in the direction of its advantage", () => {
    // One step a task, with ratio e^0.375 > 1.2: clipped for a positive advantage, not for a negative one.
    const one = (value: number): Tensor2D => tf.tensor2d([value, value], [2, 1]);
    const actions: tf.Tensor3D = tf.ones([2, 1, 1]);
    const trajectories: Trajectories = {
      steps: 1,
      observations: tf.zeros([2, 1, 1]),
      actions,
      advantages: tf.tensor2d([1, -1], [2, 1]),
      weights: one(1),
    };
    const logStd = tf.zeros([2, 1, 1]);
    // At mean 0.5, log p of the action 1 is 0.125 below its value at the mode, and has slope 0.5.
    const old: Tensor2D = tf.sub(gaussian.logProb({ mean: actions, logStd }, actions), 0.5);
    const gradient = tf.grad((mean: tf.Tensor) =>
      clippedSurrogateLoss(gaussian, { mean, logStd }, trajectories, old, 0.2),
    );
    const [clipped, plain] = gradient(tf.fill([2, 1, 1], 0.5)).dataSync();
    expect(clipped).toBe(0);
    expect(plain).toBeAllClose(0.5 * Math.exp(0.5 - 0.125), { rtol: 1e-5 });
  });

  it("does not overflow on padding", () => {
    const trajectories = createTrajectories();
    const params = createParams();
    const far = tf.mul(tf.cast(tf.equal(trajectories.weights, 0), "float32"), 1e4);
    const old: Tensor2D = tf.sub(oldLogProbOf(params, trajectories), far);
    const dist = policy.apply(params, trajectories.observations);
    const clean = oldLogProbOf(params, trajectories);
    for (const loss of [surrogateLoss, clippedSurrogateLoss]) {
      const expected = loss(gaussian, dist, trajectories, clean, 0.1).dataSync();
      expect(loss(gaussian, dist, trajectories, old, 0.1).dataSync()).toEqual(expected);
    }
  });
});

describe("meanEntropy", () => {
  it("is the weighted mean of the entropy, for each task", () => {
    const { observations, weights } = createTrajectories();
    // ½ log 2πe + log σ for each of the two actions, at every observation alike
    const expected = PARAMS.map(([, , a, b]) => a + b + Math.log(2 * Math.PI * Math.E));
    const entropy = meanEntropy(gaussian, policy.apply(createParams(), observations), weights);
    expect(entropy.dataSync()).toBeAllClose(expected);
  });

  it("weighs the steps of a categorical policy by their weights", () => {
    const logits = tf.tensor3d([[[0, 0], [Math.log(3), 0], [9, -9]]]); // prettier-ignore
    const weights = tf.tensor2d([[0.25, 0.75, 0]]);
    // log 2, and -¾ log ¾ - ¼ log ¼ at odds of 3 to 1
    const uneven = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    expect(meanEntropy(categorical, { logits }, weights).dataSync()).toBeAllClose([
      0.25 * Math.log(2) + 0.75 * uneven,
    ]);
  });
});

describe("meanKl", () => {
  it("is the weighted mean of KL(updated || old), for each task", () => {
    const { observations, weights } = createTrajectories();
    const updated = policy.apply(createParams(), observations);
    const old = policy.apply(createParams(1.25), observations);
    // KL of two Gaussians: log(σq/σp) + (σp² + (μp − μq)²) / (2σq²) − ½.
    const expected = expectedMean((task, obs) =>
      [0, 1].reduce((sum, j) => {
        const logStd = PARAMS[task][2 + j] ?? NaN;
        const shift = 0.25 * (PARAMS[task][j] ?? NaN) * obs;
        const [p, q] = [Math.exp(logStd), Math.exp(1.25 * logStd)];
        return sum + Math.log(q / p) + (p * p + shift * shift) / (2 * q * q) - 0.5;
      }, 0),
    );
    expect(meanKl(gaussian, updated, old, weights).dataSync()).toBeAllClose(expected);
    expect(meanKl(gaussian, updated, updated, weights).dataSync()).toBeAllClose([0, 0], {
      atol: 1e-6,
    });
  });
});
