// What classes a task set has, found out by drawing tasks.

import { createRandom } from "../../src/random.ts";
import type { FewShotTask, Split, TaskSet } from "../../src/tasks/task-set.ts";

/** Returns the names of the classes of a task, in the order of their labels. */
export function classesOfTask({ task }: FewShotTask): readonly string[] {
  return (task as { readonly classes: readonly string[] }).classes;
}

/** Returns the names of all classes of a split: a task of as many ways has them all. */
export function namesOfClasses(taskSet: TaskSet, split: Split): readonly string[] {
  const ways = taskSet.classes(split);
  const asked = { split, count: 1, ways, shots: 1, queries: 1 };
  return taskSet.sampleTasks(createRandom(1), asked).flatMap(classesOfTask);
}
