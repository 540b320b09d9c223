// Layer 4: in place of an inner step, several steps of Adam on PPO's loss, for the policy of each task by itself.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import { adamStep, createAdam } from "../nn/adam.ts";
import type { AdamState } from "../nn/adam.ts";
import {
  countElements,
  createParams,
  disposeParams,
  flattenParams,
  gradParams,
  mapParams,
  readParams,
  shapesOf,
} from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Policy } from "../nn/policy.ts";
import { clippedSurrogateLoss } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import type { AdaptStep } from "./collect.ts";
import { perPolicy } from "./per-policy.ts";

/** How the steps are made. */
export interface PpoStepsOptions {
  /** How far from 1 probability ratios count. */
  readonly clip: number;
  /** Steps of Adam. */
  readonly epochs: number;
  /** Of Adam, a schedule of `innerStep`. */
  readonly learningRate: Schedule;
}

interface PpoPrograms {
  /** Log-probabilities of the actions. */
  readonly logProb: Compiled<readonly [params: Params, data: Trajectories], Tensor2D>;
  /** The gradient of all tasks' losses, `[tasks*params]`. */
  readonly gradient: Compiled<
    readonly [params: Params, data: Trajectories, oldLogProb: Tensor2D, clip: number],
    Tensor1D
  >;
}

/**
 * Makes the step that trains. Tasks do not share parameters, and Adam works element by element: one state of it serves
 * all tasks of a chunk, from one inner step to the next.
 *
 * @see Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7
 */
export function ppoSteps(
  policy: Policy,
  { clip, epochs, learningRate }: PpoStepsOptions,
): AdaptStep {
  const programs = ppoPrograms(policy);
  const adams: AdamState[] = [];
  return ({ params: before, data, innerStep, chunk }) => {
    const tasks = data.weights.shape[0];
    let params: Params = tf.tidy(() =>
      mapParams(before, (value) =>
        tf.tile(value, [tasks / value.shape[0], ...value.shape.slice(1).map(() => 1)]),
      ),
    );
    const shapes = shapesOf(params);
    const oldLogProb = programs.logProb(params, data);
    let adam = adams[chunk] ?? createAdam(countElements(shapes));
    for (let epoch = 0; epoch < epochs; epoch++) {
      const gradient = programs.gradient(params, data, oldLogProb, clip);
      const next = adamStep(readParams(params), Float64Array.from(gradient.dataSync()), adam, {
        learningRate: valueAt(learningRate, { outerStep: 0, innerStep }),
      });
      gradient.dispose();
      disposeParams(params);
      params = createParams(next.params, shapes);
      adam = next.state;
    }
    adams[chunk] = adam;
    oldLogProb.dispose();
    return params;
  };
}

/** Each policy's programs. */
const ppoPrograms = perPolicy((policy): PpoPrograms => {
  const logProbOf = (params: Params, { observations, actions }: Trajectories): Tensor2D =>
    policy.distribution.logProb(policy.apply(params, observations), actions);
  return {
    logProb: compile("logProb", logProbOf),
    gradient: compile("ppoGradient", (params, data, oldLogProb, clip) => {
      const loss = (values: Params): Scalar => {
        const dist = policy.apply(values, data.observations);
        return tf.sum(clippedSurrogateLoss(policy.distribution, dist, data, oldLogProb, clip));
      };
      return flattenParams(gradParams(loss, params));
    }),
  };
});
