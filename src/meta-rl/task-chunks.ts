// Layer 4: a meta-batch in chunks of tasks, so that memory depends on the chunk and data stays near the processor.

import type { Policy } from "../nn/policy.ts";

/** How many tasks go through the numerics together: as many as fit a cache, or a number of them. */
export type TasksPerChunk = "auto" | number;

/** Tasks `begin` to `end - 1` of a meta-batch. */
export interface TaskChunk {
  readonly begin: number;
  readonly end: number;
}

/**
 * Elements of one layer's activations that a chunk may have by itself: 1 MiB of float32. A graph works on a few such arrays at
 * a time, which then stay in a core's second cache. docs/engine.md has the measurements.
 */
const ELEMENTS_PER_CHUNK = 2 ** 18;

/**
 * Cuts a meta-batch into chunks of nearly equal size.
 *
 * @param tasks - of the meta-batch
 * @param rows - observations of a task
 */
export function chunkTasks(
  tasks: number,
  rows: number,
  policy: Policy,
  tasksPerChunk: TasksPerChunk,
): readonly TaskChunk[] {
  const width = Math.max(policy.observationSize, ...Object.values(policy.shapes).flat());
  const fitting = Math.max(1, Math.floor(ELEMENTS_PER_CHUNK / (rows * width)));
  const size = Math.min(tasks, tasksPerChunk === "auto" ? fitting : tasksPerChunk);
  const count = Math.ceil(tasks / size);
  const edge = (i: number): number => Math.round((i * tasks) / count);
  return Array.from({ length: count }, (_, i) => ({ begin: edge(i), end: edge(i + 1) }));
}
