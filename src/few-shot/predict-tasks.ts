// Layer 4: predictions for the query items of many tasks, some at a time, so that memory does not grow with their number.

import type { Tensor3D } from "@tensorflow/tfjs-core";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import { chunkTasks } from "../meta/task-chunks.ts";
import type { TasksPerChunk } from "../meta/task-chunks.ts";
import type { FewShotTask } from "../tasks/task-set.ts";
import { disposeTasks } from "./item-batch.ts";
import type { BatchSizes, TaskBatch } from "./item-batch.ts";
import type { FewShotAdaptation } from "./learner.ts";
import { outputsByTask } from "./outputs-by-task.ts";
import type { FewShotProblem } from "./problem.ts";
import { chunkBatch, fittingTasks } from "./sample.ts";
import { columnsOf } from "./score.ts";

/** The tasks to predict. */
export interface PredictTasksOptions {
  readonly problem: FewShotProblem;
  readonly tasks: readonly FewShotTask[];
  readonly tasksPerChunk: TasksPerChunk;
}

/**
 * Predicts the query items of tasks. Where an inner step leads to predictions that are not finite, the task ends before it.
 *
 * @param outputsOf - yields the outputs for the query items of some tasks, after 0, 1, … inner steps; they are freed here
 */
export function predictTasks(
  { problem, tasks, tasksPerChunk }: PredictTasksOptions,
  outputsOf: (batch: TaskBatch) => Iterable<Tensor3D>,
): FewShotAdaptation {
  const { network, taskSet } = problem;
  const sizes = sizesOf(tasks, network.outputs);
  const predictions: Float32Array[][] = [];
  for (const chunk of chunkTasks(tasks.length, fittingTasks(problem, sizes), tasksPerChunk)) {
    const batch = chunkBatch(problem, tasks, sizes, chunk);
    let innerSteps = 0;
    for (const outputs of outputsOf(batch)) {
      const afterSteps = (predictions[innerSteps++] ??= []);
      outputsByTask(outputs).forEach((rows, i) => {
        const task = tasks[chunk.begin + i] as FewShotTask;
        const columns = columnsOf(taskSet.targets, task);
        afterSteps.push(trim(rows, { width: network.outputs, count: task.query.count, columns }));
      });
      outputs.dispose();
    }
    disposeTasks(batch);
  }
  return keepFinite(predictions);
}

/** Replaces predictions that are not finite by those from before the inner step that led to them. */
function keepFinite(predictions: readonly Float32Array[][]): FewShotAdaptation {
  const nonFinite: NonFiniteStep[] = [];
  const ended = new Set<number>();
  const [first = [], ...later] = predictions;
  const kept = [first];
  later.forEach((ofTasks, innerStep) => {
    const before = kept[innerStep] as readonly Float32Array[];
    kept.push(
      ofTasks.map((outputs, task) => {
        if (!ended.has(task) && outputs.every(Number.isFinite)) return outputs;
        if (!ended.has(task)) nonFinite.push({ task, innerStep, parameter: "predictions" });
        ended.add(task);
        return before[task] as Float32Array;
      }),
    );
  });
  return { predictions: kept, nonFinite };
}

/** Predictions that inner steps do not change. */
export function repeatPredictions(
  { predictions: [only = []] }: FewShotAdaptation,
  innerSteps: number,
): FewShotAdaptation {
  return { predictions: Array.from({ length: innerSteps + 1 }, () => only) };
}

/** The sizes that these tasks are padded to. */
function sizesOf(tasks: readonly FewShotTask[], outputs: number): BatchSizes {
  return {
    supportRows: Math.max(0, ...tasks.map(({ support }) => support.count)),
    queryRows: Math.max(0, ...tasks.map(({ query }) => query.count)),
    outputs,
    waysVary: tasks.some(({ ways }) => ways < outputs),
  };
}

interface Trimmed {
  readonly width: number;
  readonly count: number;
  readonly columns: number;
}

/** Leaves out padding, and classes that a task does not have. @param rows - `[n, width]` */
function trim(rows: Float32Array, { width, count, columns }: Trimmed): Float32Array {
  if (columns === width) return rows.slice(0, count * width);
  return Float32Array.from(
    { length: count * columns },
    (_, i) => rows[Math.floor(i / columns) * width + (i % columns)]!,
  );
}
