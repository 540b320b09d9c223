// Layer 4: in place of an inner step, several steps of Adam on PPO's loss, for the policy of each task by itself.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import { NumericalError } from "../errors.ts";
import { adamStep, createAdam } from "../nn/adam.ts";
import type { AdamOptions, AdamState } from "../nn/adam.ts";
import { countElements, createParams, disposeParams, gradParams, mapParams } from "../nn/params.ts";
import type { Params, ParamShapes } from "../nn/params.ts";
import type { Policy } from "../nn/policy.ts";
import { clippedSurrogateLoss } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import type { AdaptStep } from "./collect.ts";
import { perModel } from "../meta/per-model.ts";

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
  /** The gradient of each task's loss, each `[tasks, ...shape]`. */
  readonly gradient: Compiled<
    readonly [params: Params, data: Trajectories, oldLogProb: Tensor2D, clip: number],
    Params
  >;
}

/** What is trained of one task; `params` `[params]`. */
interface Trained {
  readonly params: Float64Array;
  readonly adam: AdamState;
}

/**
 * Makes the step that trains. Adam's state of each task goes on from one inner step to the next.
 *
 * The parameters of a task whose training breaks off because numbers are not finite are returned as NaN, and its Adam is
 * what it was: the inner step is none.
 *
 * @see Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7
 */
export function ppoSteps(
  policy: Policy,
  { clip, epochs, learningRate }: PpoStepsOptions,
): AdaptStep {
  const programs = ppoPrograms(policy);
  const adams: (readonly AdamState[])[] = [];
  return ({ params: before, data, innerStep, chunk }) => {
    const tasks = data.weights.shape[0];
    const { shapes } = policy;
    const known = adams[chunk];
    const initial = toRows(before, tasks).map((params, task): Trained => ({
      params,
      adam: known?.[task] ?? createAdam(params.length),
    }));
    const options = { learningRate: valueAt(learningRate, { outerStep: 0, innerStep }) };
    const trained: (Trained | undefined)[] = [...initial];
    const params = (): Params =>
      fromRows(
        trained.map((of, task) => (of ?? (initial[task] as Trained)).params),
        shapes,
      );
    const first = params();
    const oldLogProb = programs.logProb(first, data);
    disposeParams(first);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const current = params();
      const gradient = programs.gradient(current, data, oldLogProb, clip);
      toRows(gradient, tasks).forEach((slope, task) => {
        trained[task] = trained[task] && step(trained[task], slope, options);
      });
      disposeParams(current);
      disposeParams(gradient);
    }
    oldLogProb.dispose();
    adams[chunk] = trained.map((of, task) => (of ?? (initial[task] as Trained)).adam);
    const size = countElements(shapes);
    return fromRows(
      trained.map((of) => of?.params ?? new Float64Array(size).fill(NaN)),
      shapes,
    );
  };
}

/** Makes a step of Adam. @returns undefined if a number is not finite */
function step(
  { params, adam }: Trained,
  gradient: Float64Array,
  options: AdamOptions,
): Trained | undefined {
  try {
    const next = adamStep(params, gradient, adam, options);
    return { params: next.params, adam: next.state };
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}

/** Reads the elements of each task. @param params - each `[tasks, ...shape]`, or `[1, ...shape]` for one set for all */
function toRows(params: Params, tasks: number): Float64Array[] {
  const values = Object.values(params).map((value) => ({
    elements: value.dataSync<"float32">(),
    sets: value.shape[0],
  }));
  return Array.from({ length: tasks }, (_, task) =>
    Float64Array.from(
      values.flatMap(({ elements, sets }) => {
        const size = elements.length / sets;
        const begin = sets === 1 ? 0 : task * size;
        return [...elements.subarray(begin, begin + size)];
      }),
    ),
  );
}

/** Makes tensors of the elements of each task; each `[tasks, ...shape]`. The caller owns them. */
function fromRows(rows: readonly Float64Array[], shapes: ParamShapes): Params {
  const tasks = rows.map((row) => createParams(row, shapes));
  const params = tf.tidy(() =>
    mapParams(tasks[0] ?? {}, (_, name) => tf.stack(tasks.map((of) => of[name] as Tensor))),
  );
  tasks.forEach(disposeParams);
  return params;
}

/** Each policy's programs. */
const ppoPrograms = perModel((policy: Policy): PpoPrograms => {
  const logProbOf = (params: Params, { observations, actions }: Trajectories): Tensor2D =>
    policy.distribution.logProb(policy.apply(params, observations), actions);
  return {
    logProb: compile("logProb", logProbOf),
    gradient: compile("ppoGradient", (params, data, oldLogProb, clip) => {
      const loss = (values: Params): Scalar => {
        const dist = policy.apply(values, data.observations);
        return tf.sum(clippedSurrogateLoss(policy.distribution, dist, data, oldLogProb, clip));
      };
      return gradParams(loss, params);
    }),
  };
});
