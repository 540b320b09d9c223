// Layer 4: supervised tasks as tensors, padded to a common number of rows.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import type { FewShotTask, Items, Targets } from "../tasks/task-set.ts";

/** Items of some tasks. */
export interface ItemBatch {
  /** `[tasks, n, inputs]` */
  readonly inputs: Tensor3D;
  /** `[tasks, n, outputs]`: numbers, or 1 at the class of an item and 0 elsewhere. */
  readonly targets: Tensor3D;
  /** `[tasks, n]`: the same for all items of a task, adding up to 1; 0 for padding. */
  readonly weights: Tensor2D;
  /** `[tasks, 1, outputs]`: what is added to scores, 0 or what rules out a class that the task does not have; absent where all have all. */
  readonly ruledOut?: Tensor3D;
}

/** Some tasks. */
export interface TaskBatch {
  readonly support: ItemBatch;
  readonly query: ItemBatch;
}

/** The sizes that tasks are padded to: the same sizes are the same compiled function. */
export interface BatchSizes {
  readonly supportRows: number;
  readonly queryRows: number;
  /** Classes of the largest task, or numbers of regression. */
  readonly outputs: number;
  /** Whether tasks may have fewer classes. */
  readonly waysVary: boolean;
}

/** What is added to the score of a class that a task does not have: its probability is 0 in float32. */
const RULED_OUT = -1e9;

/** Makes tensors of tasks; the caller owns them. */
export function toTaskBatch(
  tasks: readonly FewShotTask[],
  targets: Targets,
  { supportRows, queryRows, outputs, waysVary }: BatchSizes,
): TaskBatch {
  const ways = waysVary ? tasks.map((task) => task.ways) : undefined;
  const batchOf = (items: readonly Items[], rows: number): ItemBatch =>
    toItemBatch(items, { targets, rows, outputs, ...(ways && { ways }) });
  return {
    support: batchOf(
      tasks.map(({ support }) => support),
      supportRows,
    ),
    query: batchOf(
      tasks.map(({ query }) => query),
      queryRows,
    ),
  };
}

/** How items become tensors. */
export interface ItemBatchOptions {
  readonly targets: Targets;
  /** Rows to pad to. */
  readonly rows: number;
  readonly outputs: number;
  /** `[tasks]`: classes of each. @defaultValue all outputs */
  readonly ways?: readonly number[];
}

/** Makes tensors of the items of some tasks; the caller owns them. */
export function toItemBatch(
  tasks: readonly Items[],
  { targets, rows, outputs, ways }: ItemBatchOptions,
): ItemBatch {
  const [first] = tasks;
  const width = first === undefined ? 0 : first.inputs.length / first.count;
  const inputs = new Float32Array(tasks.length * rows * width);
  const encoded = new Float32Array(tasks.length * rows * outputs);
  const weights = new Float32Array(tasks.length * rows);
  tasks.forEach((items, task) => {
    const row = task * rows;
    inputs.set(items.inputs, row * width);
    weights.fill(1 / items.count, row, row + items.count);
    if (targets.kind === "regression") encoded.set(items.targets, row * outputs);
    else items.targets.forEach((label, i) => (encoded[(row + i) * outputs + label] = 1));
  });
  return {
    inputs: tf.tensor3d(inputs, [tasks.length, rows, width]),
    targets: tf.tensor3d(encoded, [tasks.length, rows, outputs]),
    weights: tf.tensor2d(weights, [tasks.length, rows]),
    ...(ways && { ruledOut: ruleOut(ways, outputs) }),
  };
}

function ruleOut(ways: readonly number[], outputs: number): Tensor3D {
  const added = new Float32Array(ways.length * outputs);
  ways.forEach((present, task) =>
    added.fill(RULED_OUT, task * outputs + present, (task + 1) * outputs),
  );
  return tf.tensor3d(added, [ways.length, 1, outputs]);
}

/** Frees the tensors of items. */
export function disposeItems(items: ItemBatch): void {
  tf.dispose(Object.values(items) as Tensor3D[]);
}

/** Frees the tensors of tasks. */
export function disposeTasks({ support, query }: TaskBatch): void {
  disposeItems(support);
  disposeItems(query);
}
