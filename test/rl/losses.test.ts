import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { gaussian } from "../../src/nn/gaussian.ts";
import type { Params } from "../../src/nn/params.ts";
import type { Policy } from "../../src/nn/policy.ts";
import { meanKl, policyGradientLoss, surrogateLoss } from "../../src/rl/losses.ts";
import { toTrajectories } from "../../src/rl/trajectories.ts";
import type { Trajectories } from "../../src/rl/trajectories.ts";
import { createRollout } from "./rollouts.ts";

beforeAll(() => useBackend("cpu"));
beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

/** A Gaussian with mean W·obs and a state-independent log-std, for one observed number and two actions. */
const policy: Policy = {
  distribution: gaussian,
  observationSize: 1,
  actionSize: 2,
  shapes: { W: [1, 2], logStd: [2] },
  initialise: () => ({}),
  apply: (params, observations) => ({
    mean: tf.matMul(observations, weight(params, "W")),
    logStd: tf.expandDims(weight(params, "logStd"), 1),
  }),
};

function weight(params: Params, name: string): tf.Tensor {
  const value = params[name];
  if (value === undefined) throw new Error(`no parameter ${name}`);
  return value;
}

/** Two tasks. */
const W = [
  [0.5, -0.25],
  [1, 2],
] as const;
const LOG_STD = [
  [0, 0.5],
  [-0.5, 0.25],
] as const;
const ADVANTAGES = [1, -2, 0.5, 3, 0, 0, -1, 0.25, 0, 2, -0.5, 1];

function createParams(scale = 1): Params {
  return {
    W: tf.mul(tf.tensor3d([...W.flat()], [2, 1, 2]), scale),
    logStd: tf.mul(tf.tensor2d([...LOG_STD.flat()], [2, 2]), scale),
  };
}

function createTrajectories(): Trajectories {
  return toTrajectories(createRollout(), Float64Array.from(ADVANTAGES));
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

/** Log-density of a diagonal Gaussian with mean scale·W·obs and log-std scale·logStd. */
function logDensity(task: 0 | 1, obs: number, action: readonly number[], scale = 1): number {
  return action.reduce((sum, a, j) => {
    const logStd = scale * (LOG_STD[task][j] ?? NaN);
    const z = (a - scale * (W[task][j] ?? NaN) * obs) / Math.exp(logStd);
    return sum - 0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI);
  }, 0);
}

function oldLogProbOf(params: Params, { observations, actions }: Trajectories): Tensor2D {
  return gaussian.logProb(policy.apply(params, observations), actions);
}

describe("policyGradientLoss", () => {
  it("is minus the weighted mean of log-probability times advantage, for each task", () => {
    const loss = policyGradientLoss(policy, createParams(), createTrajectories());
    const expected = expectedMean((task, obs, action, advantage) =>
      -logDensity(task, obs, action) * advantage); // prettier-ignore
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
      const ratio = Math.exp(logDensity(task, obs, action) - logDensity(task, obs, action, 1.25));
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

describe("meanKl", () => {
  it("is the weighted mean of KL(updated || old), for each task", () => {
    const { observations, weights } = createTrajectories();
    const updated = policy.apply(createParams(), observations);
    const old = policy.apply(createParams(1.25), observations);
    // KL of two Gaussians: log(σq/σp) + (σp² + (μp − μq)²) / (2σq²) − ½.
    const expected = expectedMean((task, obs) =>
      [0, 1].reduce((sum, j) => {
        const logStd = LOG_STD[task][j] ?? NaN;
        const shift = 0.25 * (W[task][j] ?? NaN) * obs;
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
