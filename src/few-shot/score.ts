// Layer 4: how good predictions are: plain loops over the items of a task.

import type { FewShotTask, Items, Targets } from "../tasks/task-set.ts";
import type { LossKind } from "./item-loss.ts";
import type { Score } from "./learner.ts";

/** Predictions for the items of one task. */
export interface PredictedItems {
  /** `[≥ count, width]`, row by row: scores of classes, or numbers; padding comes last. */
  readonly outputs: Float32Array;
  readonly width: number;
  /** The first of these columns count: classes of the task, or numbers of regression. */
  readonly columns: number;
  readonly items: Items;
}

/** Items of one task that predictions are judged by. */
export type Judged = Pick<PredictedItems, "items" | "columns">;

/** How many numbers are predicted of an item of a task. */
export function columnsOf(targets: Targets, { ways }: Pick<FewShotTask, "ways">): number {
  return targets.kind === "regression" ? targets.outputs : ways;
}

/** Scores the predictions for one task. */
export function scoreTask(kind: LossKind, predicted: PredictedItems): Score {
  return kind === "regression" ? { loss: squaredError(predicted) } : scoreClasses(predicted);
}

/**
 * Scores the predictions for some tasks.
 * @param outputs - `[tasks]`, each `[≥ count, width]`
 * @param width - of a row of outputs. @defaultValue as many as count
 */
export function scoreTasks(
  kind: LossKind,
  judged: readonly Judged[],
  outputs: readonly Float32Array[],
  width?: number,
): readonly Score[] {
  return judged.map((ofTask, task) =>
    scoreTask(kind, {
      outputs: outputs[task] as Float32Array,
      width: width ?? ofTask.columns,
      ...ofTask,
    }),
  );
}

/** The mean of scores. */
export function meanScore(scores: readonly Score[]): Score {
  const mean = (of: (score: Score) => number): number =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const loss = mean((score) => score.loss);
  if (scores.some(({ accuracy }) => accuracy === undefined)) return { loss };
  return { loss, accuracy: mean(({ accuracy = 0 }) => accuracy) };
}

/** The index of the largest of the first `columns` scores of a row; the first of equal ones. */
export function predictedClass(
  { outputs, width, columns }: Omit<PredictedItems, "items">,
  row: number,
): number {
  let best = 0;
  for (let k = 1; k < columns; k++) {
    if (outputs[row * width + k]! > outputs[row * width + best]!) best = k;
  }
  return best;
}

function squaredError({
  outputs,
  width,
  columns,
  items: { count, targets },
}: PredictedItems): number {
  let sum = 0;
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < columns; k++) {
      sum += (outputs[row * width + k]! - targets[row * columns + k]!) ** 2;
    }
  }
  return sum / count;
}

function scoreClasses(predicted: PredictedItems): Score {
  const { outputs, width, columns } = predicted;
  const { count, targets } = predicted.items;
  let loss = 0;
  let correct = 0;
  for (let row = 0; row < count; row++) {
    const label = targets[row]!;
    const begin = row * width;
    const best = predictedClass(predicted, row);
    const most = outputs[begin + best]!;
    let total = 0;
    for (let k = 0; k < columns; k++) total += Math.exp(outputs[begin + k]! - most);
    loss += Math.log(total) + most - outputs[begin + label]!;
    if (best === label) correct++;
  }
  return { loss: loss / count, accuracy: correct / count };
}
