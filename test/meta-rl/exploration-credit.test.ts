// E-MAML's credit: its numbers, and an exact check on a problem all of whose episodes can be listed.
//
// The MDP has two states and two steps. It begins in state 0; action a leads to state a. A task does not matter here:
// what is random is the one episode before adaptation, of which there are four. E-MAML's objective is
//
//   J(θ) = Σ_τ p(τ; θ) V(U(θ, τ)),  U(θ, τ) = θ + α Σ_t ½ G_t ∇log π(a_t|s_t; θ),
//
// with V the expected return of a policy and G_t the return from step t. Its gradient has a part in which τ stays what it is,
// which is MAML's, and a part in which p(τ; θ) changes, which is the credit's.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { surrogateGradient } from "../../src/meta/differentiable-objective.ts";
import { explorationCredit } from "../../src/meta-rl/exploration-credit.ts";
import { plainInnerLoop } from "../../src/meta-rl/inner-config.ts";
import { currentPolicies, outerObjective } from "../../src/meta-rl/outer-objective.ts";
import type { OuterBatch } from "../../src/meta-rl/outer-objective.ts";
import { categorical } from "../../src/nn/categorical.ts";
import type { Policy } from "../../src/nn/policy.ts";
import type { AdvantageEstimates } from "../../src/rl/estimate-advantages.ts";
import type { Rollout, Trajectories } from "../../src/rl/trajectories.ts";

beforeAll(() => useBackend("onnx"));

describe("explorationCredit", () => {
  // Three tasks of two episodes of at most two steps; the second task's second episode ends after one.
  const rollout = {
    tasks: 3,
    episodes: 2,
    steps: 2,
    lengths: Int32Array.of(2, 2, 2, 1, 2, 2),
  } as Rollout;
  const estimatesOf = (returns: readonly number[], scales: readonly number[]) => ({
    trajectories: undefined as unknown as Trajectories,
    estimates: {
      returns: Float64Array.from(returns),
      scales: Float64Array.from(scales),
    } as unknown as AdvantageEstimates,
  });
  /** Discounted returns of each step; the mean of those of the first steps is 2, 5 and 8. */
  const post = [estimatesOf([1, 9, 3, 9, 4, 9, 6, 0], [2, 4]), estimatesOf([7, 9, 9, 9], [5])];

  it("is the return above that of the other tasks, by scale and step", () => {
    // 2 - (5 + 8) / 2 = -4.5, over 2 · 2; 5 - (2 + 8) / 2 = 0; 8 - (2 + 5) / 2 = 4.5, over 5 · 2
    expect(explorationCredit(rollout, post, 1)).toBeAllClose([-1.125, 0, 0.45]);
    expect(explorationCredit(rollout, post, 0.5)).toBeAllClose([-0.5625, 0, 0.225]);
  });

  it("divides by the mean length of a task's episodes", () => {
    const [first, last] = [
      estimatesOf([0, 0, 0, 0, 4, 9, 6, 0], [1, 2]),
      estimatesOf([0, 0, 0, 0], [1]),
    ];
    // 5 - 0, over 2 · 1.5
    expect(explorationCredit(rollout, [first, last], 1)[1]).toBeCloseTo(5 / 3, 12);
  });

  it("compares a task that is alone with nothing", () => {
    const alone = { ...rollout, tasks: 1, lengths: Int32Array.of(2, 2) };
    expect(explorationCredit(alone, [estimatesOf([1, 0, 3, 0], [4])], 1)).toBeAllClose([0.25]);
  });
});

/** The reward of each action in each state. */
const REWARDS = [
  [1, 0.5],
  [-1, 4],
] as const;

/** θ: the logits of the actions in each state. */
const THETA = [0.3, -0.4, 0.2, -0.1];

const LEARNING_RATE = 0.8;

interface Episode {
  readonly states: readonly [number, number];
  readonly actions: readonly [number, number];
  /** Returns from each step. */
  readonly returns: readonly [number, number];
}

const episodes: readonly Episode[] = [0, 1].flatMap((first) =>
  [0, 1].map((second): Episode => {
    const last = REWARDS[first]![second]!;
    return {
      states: [0, first],
      actions: [first, second],
      returns: [REWARDS[0][first]! + last, last],
    };
  }),
);

/** π(·|s) for logits θ. */
function probabilities(theta: readonly number[], state: number): readonly [number, number] {
  const first = 1 / (1 + Math.exp(theta[2 * state + 1]! - theta[2 * state]!));
  return [first, 1 - first];
}

function probabilityOf({ states, actions }: Episode, theta: readonly number[]): number {
  return states.reduce((p, state, t) => p * probabilities(theta, state)[actions[t]!]!, 1);
}

/** V(θ). */
function valueOf(theta: readonly number[]): number {
  return episodes.reduce((sum, tau) => sum + probabilityOf(tau, theta) * tau.returns[0], 0);
}

/** U(θ, τ): d log π(a|s) / d logit(b|s) = [a = b] - π(b|s). */
function adaptOn({ states, actions, returns }: Episode, theta: readonly number[]): number[] {
  const adapted = [...theta];
  states.forEach((state, t) => {
    probabilities(theta, state).forEach((p, b) => {
      adapted[2 * state + b]! += (LEARNING_RATE / 2) * returns[t]! * (Number(actions[t] === b) - p);
    });
  });
  return adapted;
}

/** Central differences of a function of θ. */
function differences(f: (theta: readonly number[]) => number): number[] {
  const h = 1e-5;
  return THETA.map((_, i) => {
    const at = (shift: number): number => f(THETA.map((x, j) => (i === j ? x + shift : x)));
    return (at(h) - at(-h)) / (2 * h);
  });
}

/** The gradient of J. */
const exact = differences((theta) =>
  episodes.reduce((sum, tau) => sum + probabilityOf(tau, theta) * valueOf(adaptOn(tau, theta)), 0),
);

/** The same with episodes before adaptation that stay as likely as they are: MAML's. */
const withoutCredit = differences((theta) =>
  episodes.reduce((sum, tau) => sum + probabilityOf(tau, THETA) * valueOf(adaptOn(tau, theta)), 0),
);

const policy: Policy = {
  distribution: categorical,
  observationSize: 2,
  actionSize: 2,
  shapes: { W: [2, 2] },
  layers: [["W"]],
  initialise: () => ({ W: tf.tensor2d(THETA, [2, 2]) }),
  apply: (params, observations) => ({
    logits: tf.matMul(observations, params["W"] as Tensor3D),
  }),
};

/** Episodes of each task as tensors; `weightOf` is that of each step. */
function toTensors(
  ofTasks: readonly (readonly Episode[])[],
  weightOf: (episode: Episode, task: number) => number,
): Trajectories {
  const table = (f: (episode: Episode, t: number, task: number) => number): Tensor2D =>
    tf.tensor2d(
      ofTasks.map((list, task) => list.flatMap((tau) => [0, 1].map((t) => f(tau, t, task)))),
    );
  const states = table(({ states: of }, t) => of[t]!);
  return {
    steps: 2,
    observations: tf.oneHot(tf.cast(states, "int32"), 2) as Tensor3D,
    actions: tf.cast(
      table(({ actions }, t) => actions[t]!),
      "int32",
    ),
    advantages: table(({ returns }, t) => returns[t]!),
    weights: table((tau, _, task) => weightOf(tau, task)),
  };
}

/**
 * The expected outer gradient by the objective: a task for each episode τ before adaptation, whose part is p(τ), and in it all
 * episodes after adaptation, each as often as the adapted policy meets it. Means over steps are half of sums.
 */
function expectedGradient(options: {
  readonly hasCredit: boolean;
  readonly baseline?: number;
}): number[] {
  const { hasCredit, baseline = 0 } = options;
  return tf.tidy(() => {
    const shares = episodes.map((tau) => episodes.length * probabilityOf(tau, THETA));
    const adapted = episodes.map((tau) => adaptOn(tau, THETA));
    const batch: OuterBatch = {
      preAdaptation: [
        toTensors(
          episodes.map((tau) => [tau]),
          () => 1 / 2,
        ),
      ],
      postAdaptation: toTensors(
        episodes.map(() => episodes),
        (tau, task) => (shares[task]! * probabilityOf(tau, adapted[task]!)) / 2,
      ),
      learningRates: [tf.scalar(LEARNING_RATE)],
      ...(hasCredit && {
        explorationCredit: tf.tensor1d(
          adapted.map((theta, task) => (shares[task]! * (valueOf(theta) - baseline)) / 2),
        ),
      }),
    };
    const options = { policy, inner: plainInnerLoop };
    const params = policy.initialise(undefined as never);
    const objective = outerObjective(options, batch, currentPolicies(options, params, batch));
    return [...surrogateGradient(objective, params).dataSync()].map((g) => -2 * g);
  });
}

function distance(a: readonly number[], b: readonly number[]): number {
  const norm = (x: readonly number[]): number => Math.hypot(...x);
  return norm(a.map((x, i) => x - b[i]!)) / norm(b);
}

describe("the outer gradient, over all episodes before adaptation", () => {
  it("is with the credit that of the return after adaptation", () => {
    expect(expectedGradient({ hasCredit: true })).toBeAllClose(exact, { rtol: 1e-4, atol: 1e-5 });
  });

  it("does not depend on what the credit is compared with", () => {
    const compared = expectedGradient({ hasCredit: true, baseline: 1.7 });
    expect(compared).toBeAllClose(exact, { rtol: 1e-4, atol: 1e-5 });
  });

  it("is without the credit MAML's, which is off by 44 %", () => {
    const gradient = expectedGradient({ hasCredit: false });
    expect(gradient).toBeAllClose(withoutCredit, { rtol: 1e-4, atol: 1e-5 });
    expect(distance(gradient, exact)).toBeCloseTo(0.4404, 3);
  });
});
