// Layer 4: what an outer step on supervised tasks learns from: new tasks, as tensors by chunks.

import { chunkTasks } from "../meta/task-chunks.ts";
import type { TaskChunk } from "../meta/task-chunks.ts";
import { countElements } from "../nn/params.ts";
import { largestSize } from "../tasks/task-shape.ts";
import type { FewShotTask, TaskShape } from "../tasks/task-set.ts";
import { disposeTasks, toTaskBatch } from "./item-batch.ts";
import type { BatchSizes, TaskBatch } from "./item-batch.ts";
import type { FewShotStepInput } from "./learner.ts";
import type { TaskConfig } from "./learner-config.ts";
import type { FewShotProblem } from "./problem.ts";
import { columnsOf } from "./score.ts";
import type { Judged } from "./score.ts";
import type { FewShotStopwatch } from "./stopwatch.ts";

/** The tasks of one outer step. */
export interface TaskSample {
  readonly tasks: readonly FewShotTask[];
  readonly batches: readonly TaskBatch[];
  /** The query items of each task, for the report. */
  readonly judged: readonly Judged[];
  /** Frees the tensors. */
  readonly dispose: () => void;
}

/** Draws the tasks of an outer step. The caller disposes the sample. */
export function sampleOuterTasks(
  { problem, config, rng }: FewShotStepInput<TaskConfig>,
  stopwatch: FewShotStopwatch,
): TaskSample {
  return stopwatch.time("sample", () => {
    const { ways, shots, queries, metaBatchSize: count, tasksPerChunk } = config;
    const shape = { ways, shots, queries };
    const tasks = problem.taskSet.sampleTasks(rng.split("tasks"), {
      split: "train",
      count,
      ...shape,
    });
    const sizes = batchSizes(problem, shape);
    const chunks = chunkTasks(count, fittingTasks(problem, sizes), tasksPerChunk);
    const batches = chunks.map((chunk) => chunkBatch(problem, tasks, sizes, chunk));
    return {
      tasks,
      batches,
      judged: judgedBy(problem, tasks),
      dispose: () => batches.forEach(disposeTasks),
    };
  });
}

/** What predictions for tasks are judged by. */
export function judgedBy(
  { taskSet }: FewShotProblem,
  tasks: readonly FewShotTask[],
): readonly Judged[] {
  return tasks.map((task) => ({ items: task.query, columns: columnsOf(taskSet.targets, task) }));
}

/** The sizes that tasks of a shape are padded to. */
export function batchSizes(
  { network }: FewShotProblem,
  { ways, shots, queries }: TaskShape,
): BatchSizes {
  const most = largestSize(ways);
  return {
    supportRows: most * largestSize(shots),
    queryRows: most * queries,
    outputs: network.outputs,
    waysVary: typeof ways !== "number" || ways < network.outputs,
  };
}

/**
 * Elements of parameters or of one layer's activations that a chunk may have by itself: 4 MiB of float32. Each task has
 * parameters of its own once it has adapted; docs/few-shot.md has the measurements.
 */
const ELEMENTS_PER_CHUNK = 2 ** 20;

/** How many tasks fit a cache. */
export function fittingTasks(
  { network }: FewShotProblem,
  { supportRows, queryRows }: BatchSizes,
): number {
  const width = Math.max(network.inputs, ...Object.values(network.shapes).flat());
  const activations = Math.max(supportRows, queryRows) * width;
  return ELEMENTS_PER_CHUNK / Math.max(countElements(network.shapes), activations);
}

/** Makes tensors of some of the tasks; the caller owns them. */
export function chunkBatch(
  { taskSet }: FewShotProblem,
  tasks: readonly FewShotTask[],
  sizes: BatchSizes,
  { begin, end }: TaskChunk,
): TaskBatch {
  return toTaskBatch(tasks.slice(begin, end), taskSet.targets, sizes);
}
