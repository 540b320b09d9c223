// Layer 4: adapting a network to supervised tasks by gradient steps on their support items.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor3D } from "@tensorflow/tfjs-core";
import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import { adaptiveModel } from "../meta/adaptation-rule.ts";
import type { AdaptationRule } from "../meta/adaptation-rule.ts";
import { compileInnerStep, learningRatesOf, spreadParams } from "../meta/inner-loop.ts";
import type { InnerStepProgram } from "../meta/inner-loop.ts";
import { perModel } from "../meta/per-model.ts";
import type { Network } from "../nn/network.ts";
import { disposeParams, tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Schedule } from "../schedule.ts";
import type { ItemBatch } from "./item-batch.ts";
import { networkLoss } from "./item-loss.ts";
import type { LossKind } from "./item-loss.ts";
import type { FewShotAdaptation } from "./learner.ts";
import { predictTasks } from "./predict-tasks.ts";
import type { PredictTasksOptions } from "./predict-tasks.ts";

/** What a network does by value. The caller owns what is returned. */
export interface NetworkPrograms {
  readonly innerStep: InnerStepProgram<ItemBatch>;
  /** Outputs for items; `params` are `[tasks, ...shape]`, or `[1, ...shape]` for all tasks. */
  readonly predict: Compiled<readonly [params: Params, items: ItemBatch], Tensor3D>;
}

const programsOf = perModel((_: Network) => new Map<string, NetworkPrograms>());

/** Returns the programs of a network under a rule; the same ones for the same. */
export function networkPrograms(
  network: Network,
  kind: LossKind,
  rule: AdaptationRule,
): NetworkPrograms {
  const key = JSON.stringify([kind, rule]);
  const ofNetwork = programsOf(network);
  const programs = ofNetwork.get(key) ?? {
    innerStep: compileInnerStep(
      { model: adaptiveModel(network, rule), loss: networkLoss(kind, network) },
      tasksOf,
    ),
    predict: compile("predict", (params: Params, items: ItemBatch) =>
      network.apply(spreadParams(params, tasksOf(items)), items.inputs, items.weights),
    ),
  };
  ofNetwork.set(key, programs);
  return programs;
}

function tasksOf({ weights }: ItemBatch): number {
  return weights.shape[0];
}

/** What {@link adaptNetwork} adapts, and how. */
export interface AdaptNetworkOptions extends PredictTasksOptions {
  readonly rule: AdaptationRule;
  /** Meta-parameters under the rule. */
  readonly meta: Params;
  readonly innerSteps: number;
  readonly learningRate: Schedule;
  /** Where schedules of `outerStep` stand. */
  readonly outerStep: number;
}

/** Adapts to tasks, and predicts their query items after each number of inner steps. */
export function adaptNetwork(options: AdaptNetworkOptions): FewShotAdaptation {
  const { problem, rule, meta, innerSteps, outerStep } = options;
  const { network, taskSet } = problem;
  const programs = networkPrograms(network, taskSet.targets.kind, rule);
  const learningRates = learningRatesOf(options.learningRate, innerSteps, outerStep);
  const start = tf.tidy(() => tileParams(adaptiveModel(network, rule).start(meta), 1));
  const adaptation = predictTasks(options, function* ({ support, query }) {
    let params = start;
    yield programs.predict(params, query);
    for (const learningRate of learningRates) {
      const adapted = programs.innerStep(params, meta, support, learningRate);
      if (params !== start) disposeParams(params);
      params = adapted;
      yield programs.predict(params, query);
    }
    if (params !== start) disposeParams(params);
  });
  disposeParams(start);
  tf.dispose([...learningRates]);
  return adaptation;
}
