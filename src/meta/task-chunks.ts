// Layer 4: a meta-batch in chunks of tasks, so that memory depends on the chunk and data stays near the processor.

/** How many tasks go through the numerics together: as many as fit a cache, or a number of them. */
export type TasksPerChunk = "auto" | number;

/** Tasks `begin` to `end - 1` of a meta-batch. */
export interface TaskChunk {
  readonly begin: number;
  readonly end: number;
}

/**
 * Cuts a meta-batch into chunks of nearly equal size.
 *
 * @param tasks - of the meta-batch
 * @param fitting - how many tasks fit a cache; fewer than 1 count as 1
 */
export function chunkTasks(
  tasks: number,
  fitting: number,
  tasksPerChunk: TasksPerChunk,
): readonly TaskChunk[] {
  const size = Math.min(
    tasks,
    tasksPerChunk === "auto" ? Math.max(1, Math.floor(fitting)) : tasksPerChunk,
  );
  const count = Math.ceil(tasks / size);
  const edge = (i: number): number => Math.round((i * tasks) / count);
  return Array.from({ length: count }, (_, i) => ({ begin: edge(i), end: edge(i + 1) }));
}
