// Layer 3: tasks without an end.

import type { Random } from "../random.ts";
import type { FewShotTask, SampleTasksOptions, TaskSet } from "./task-set.ts";

/**
 * Yields batches of tasks for ever, each drawn when it is asked for. The batch of an index does not depend on whether those
 * before it were drawn.
 * @throws what {@link TaskSet.sampleTasks} throws, when the first batch is asked for
 */
export function* streamTasks(
  taskSet: TaskSet,
  rng: Random,
  options: SampleTasksOptions,
): Generator<readonly FewShotTask[], never, undefined> {
  for (let batch = 0; ; batch++) yield taskSet.sampleTasks(rng.split("batch", batch), options);
}
