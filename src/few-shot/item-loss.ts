// Layer 4: the losses of supervised tasks, as pure functions of outputs and items. Every loss has one value a task.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor3D } from "@tensorflow/tfjs-core";
import type { TaskLoss } from "../meta/inner-step.ts";
import type { Network } from "../nn/network.ts";
import type { Targets } from "../tasks/task-set.ts";
import type { ItemBatch } from "./item-batch.ts";

/** The kind of a loss: cross-entropy of classes, or squared error of numbers. */
export type LossKind = Targets["kind"];

/**
 * Computes the mean loss of each task's items: −log softmax(outputs)[class], or the squared error, summed over outputs.
 *
 * @param outputs - `[tasks, n, outputs]`
 * @returns `[tasks]`
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, eq. 2 and 3
 */
export function itemLoss(kind: LossKind, outputs: Tensor3D, items: ItemBatch): Tensor1D {
  const { targets, weights, ruledOut } = items;
  const ofItems =
    kind === "regression"
      ? tf.sum(tf.squaredDifference(outputs, targets), 2)
      : tf.neg(tf.sum(tf.mul(targets, logProbabilities(outputs, ruledOut)), 2));
  return tf.sum(tf.mul(weights, ofItems), 1);
}

/** The loss that an inner step of a network descends. */
export function networkLoss(kind: LossKind, network: Network): TaskLoss<ItemBatch> {
  return (params, items) =>
    itemLoss(kind, network.apply(params, items.inputs, items.weights), items);
}

function logProbabilities(scores: Tensor3D, ruledOut: Tensor3D | undefined): Tensor3D {
  return tf.logSoftmax(ruledOut === undefined ? scores : tf.add(scores, ruledOut));
}
