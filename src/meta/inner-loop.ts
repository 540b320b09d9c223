// Layer 4: the inner loop, for any differentiable loss: as a function of the meta-parameters, and step by step by value.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import { mapParams, tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import type { AdaptiveModel } from "./adaptation-rule.ts";
import { innerStep } from "./inner-step.ts";
import type { TaskLoss } from "./inner-step.ts";

/** What an inner loop is made of beside data. */
export interface InnerLoopParts<Data> {
  readonly model: AdaptiveModel;
  /** What each inner step descends. */
  readonly loss: TaskLoss<Data>;
}

/** The steps of an inner loop. */
export interface InnerSteps<Data> {
  readonly tasks: number;
  /** Treats inner gradients as constants. */
  readonly firstOrder: boolean;
  /** One for each inner step. */
  readonly learningRates: readonly Scalar[];
  /** The data of the k-th inner step, which may depend on the parameters before it, each `[tasks, ...shape]`. */
  readonly dataOf: (k: number, params: Params) => Data;
}

/**
 * Takes the inner steps of some tasks as a differentiable function of the meta-parameters.
 *
 * @param meta - meta-parameters, without a `tasks` axis
 * @returns the parameters after the last inner step, each `[tasks, ...shape]`
 */
export function unrollInnerSteps<Data>(
  { model, loss }: InnerLoopParts<Data>,
  { tasks, firstOrder, learningRates, dataOf }: InnerSteps<Data>,
  meta: Params,
): Params {
  const stepSizes = model.stepSizes(meta);
  return learningRates.reduce<Params>(
    (params, learningRate, k) =>
      innerStep(loss, params, dataOf(k, params), {
        learningRate,
        firstOrder,
        adapts: model.adapts,
        stepSizes,
      }),
    tileParams(model.start(meta), tasks),
  );
}

/**
 * One inner step by value: no gradient is kept through it.
 *
 * Its arguments are the parameters, `[tasks, ...shape]` or `[1, ...shape]` to begin from one set for all tasks;
 * meta-parameters, of which step sizes are read; data; and the learning rate. It returns parameters, each `[tasks, ...shape]`.
 */
export type InnerStepProgram<Data> = Compiled<
  readonly [params: Params, meta: Params, data: Data, learningRate: Scalar],
  Params
>;

/** Compiles the inner step by value. @param tasksOf - the number of tasks of some data */
export function compileInnerStep<Data>(
  { model, loss }: InnerLoopParts<Data>,
  tasksOf: (data: Data) => number,
): InnerStepProgram<Data> {
  return compile("innerStep", (params: Params, meta: Params, data: Data, learningRate: Scalar) =>
    innerStep(loss, spreadParams(params, tasksOf(data)), data, {
      learningRate,
      firstOrder: true,
      adapts: model.adapts,
      stepSizes: model.stepSizes(meta),
    }),
  );
}

/** Repeats a single set of parameters for all tasks; as many sets as there are tasks stay as they are. */
export function spreadParams(params: Params, tasks: number): Params {
  return mapParams(params, (value) => tf.broadcastTo(value, [tasks, ...value.shape.slice(1)]));
}

/** The learning rate of each inner step. The caller owns them. */
export function learningRatesOf(
  learningRate: Schedule,
  count: number,
  outerStep: number,
): readonly Scalar[] {
  return Array.from({ length: count }, (_, innerStepIndex) =>
    tf.scalar(valueAt(learningRate, { outerStep, innerStep: innerStepIndex })),
  );
}
