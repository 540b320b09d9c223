// E-MAML: an inner step on one sampled episode, and the outer gradient of the expected return after it. That is another
// objective than a step on the expected gradient: which episode is sampled depends on the meta-parameters, too.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { surrogateGradient } from "../../src/meta/differentiable-objective.ts";
import { plainInnerLoop } from "../../src/meta-rl/inner-config.ts";
import { currentPolicies, outerObjective } from "../../src/meta-rl/outer-objective.ts";
import type { EstimatorName } from "../../src/rl/estimators.ts";
import {
  ALPHA,
  differences,
  expectedReturn,
  MDP,
  noBaseline,
  pathHessian,
  pathProbability,
  paths,
  relativeError,
  returnGradient,
  returnsOf,
  score,
  STEPS,
  THETA,
  throughStep,
  valuesOf,
} from "./exact-meta-gradient-mdp.ts";
import type { Path } from "./exact-meta-gradient-mdp.ts";
import { joinTasks, tabularPolicy, toBatch } from "./exact-meta-gradient-tensors.ts";

beforeAll(() => useBackend("onnx"));

type Values = readonly (readonly number[])[];

/** θ + α Σ_t ∇ log π(a_t|s_t; θ) (Q_t - b_t), for one path. */
function adaptTo(theta: readonly number[], path: Path, baseline: Values): number[] {
  const returns = returnsOf(MDP, path);
  return theta.map((x, i) =>
    path.states.reduce((sum, state, t) => {
      const advantage = returns[t]! - baseline[t]![state]!;
      return sum + ALPHA * score(theta, state, path.actions[t]!)[i]! * advantage;
    }, x),
  );
}

/** E[J(θ'(θ, τ))] over the path τ that the inner step adapts on. */
function returnAfter(theta: readonly number[], baseline: Values): number {
  return paths.reduce(
    (sum, path) =>
      sum + pathProbability(MDP, theta, path) * expectedReturn(MDP, adaptTo(theta, path, baseline)),
    0,
  );
}

/**
 * The gradient of the outer objective, as one of the return. Each path is the only episode of a task; what comes after is
 * weighed so that the mean over tasks is the expectation.
 * @param creditOf - what the path is credited with, from the return after adaptation
 */
function outerGradient(
  estimator: EstimatorName,
  baseline: Values,
  creditOf?: (returnAfterwards: number) => number,
): number[] {
  return tf.tidy(() => {
    const tasks = paths.map((path) => {
      const adapted = adaptTo(THETA, path, baseline);
      const weight = paths.length * pathProbability(MDP, THETA, path);
      const after = paths.map((later) => ({
        path: later,
        weight: weight * pathProbability(MDP, adapted, later),
      }));
      return {
        pre: toBatch(MDP, [{ path, weight: 1 }], baseline),
        post: toBatch(MDP, after, noBaseline),
        // A mean over steps is a third of a sum.
        credit: (weight * (creditOf?.(expectedReturn(MDP, adapted)) ?? 0)) / STEPS,
      };
    });
    const batch = {
      preAdaptation: [joinTasks(tasks.map(({ pre }) => pre))],
      postAdaptation: joinTasks(tasks.map(({ post }) => post)),
      learningRates: [tf.scalar(ALPHA * STEPS)],
      ...(creditOf && { explorationCredit: tf.tensor1d(tasks.map(({ credit }) => credit)) }),
    };
    const options = { policy: tabularPolicy, inner: { ...plainInnerLoop, estimator } };
    const meta = { logits: tf.tensor2d([...THETA], [2, 2]) };
    const objective = outerObjective(options, batch, currentPolicies(options, meta, batch));
    const gradient = surrogateGradient(objective, meta).dataSync<"float32">();
    return Array.from(gradient, (slope) => -STEPS * slope);
  });
}

describe.each([
  ["no baseline", noBaseline, { dice: 0.251, withoutCredit: 0.92 }],
  ["the value function as baseline", valuesOf(MDP, THETA), { dice: 0.296, withoutCredit: 0.071 }],
] as const)("outerObjective, sampled inner steps with %s", (_, baseline, biases) => {
  const exact = differences((theta) => returnAfter(theta, baseline), THETA);

  it("has the exact gradient with the plain policy gradient and credit for exploration", () => {
    const gradient = outerGradient("policy-gradient", baseline, (value) => value);
    expect(relativeError(gradient, exact)).toBeLessThan(1e-5);
  });

  it("has the same gradient when a constant is taken from the credit", () => {
    const gradient = outerGradient("policy-gradient", baseline, (value) => value - 3);
    expect(relativeError(gradient, exact)).toBeLessThan(2e-5);
  });

  it("has the gradient without the score of the episodes before adaptation otherwise", () => {
    // E[∇J(θ'(θ, τ))] with the probabilities of the paths held fixed.
    const probabilities = paths.map((path) => pathProbability(MDP, THETA, path));
    const held = differences(
      (theta) =>
        paths.reduce(
          (sum, path, k) =>
            sum + probabilities[k]! * expectedReturn(MDP, adaptTo(theta, path, baseline)),
          0,
        ),
      THETA,
    );
    expect(relativeError(outerGradient("policy-gradient", baseline), held)).toBeLessThan(1e-5);
    expect(relativeError(held, exact)).toBeCloseTo(biases.withoutCredit, 3);
  });

  it("has another gradient with DiCE, whose derivatives are those of an expected inner step", () => {
    const options = { estimator: "dice", diceLambda: 0, baseline } as const;
    const expected = THETA.map(() => 0);
    for (const path of paths) {
      const p = pathProbability(MDP, THETA, path);
      const adapted = adaptTo(THETA, path, baseline);
      const hessian = pathHessian(THETA, options, { path, returns: returnsOf(MDP, path) });
      const through = throughStep(hessian, ALPHA, returnGradient(MDP, adapted));
      expected.forEach((_value, i) => {
        const scores = path.states.map((state, t) => score(THETA, state, path.actions[t]!)[i]!);
        const credited = scores.reduce((sum, g) => sum + g, 0) * expectedReturn(MDP, adapted);
        expected[i]! += p * (through[i]! + credited);
      });
    }
    const gradient = outerGradient("dice", baseline, (value) => value);
    expect(relativeError(gradient, expected)).toBeLessThan(1e-5);
    expect(relativeError(expected, exact)).toBeCloseTo(biases.dice, 3);
  });
});
