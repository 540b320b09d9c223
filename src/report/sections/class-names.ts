// Layer 5: what the classes of an example task are called.

import type { ExampleTask, FewShotEvaluation } from "../../few-shot/evaluation.ts";

/** One class of a task. */
export interface TaskClass {
  /** Short, and no other class of the task has the same: "A". */
  readonly sign: string;
  /** What the task set calls it, where it has a name. */
  readonly name?: string;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Returns the classes in the order of their labels. Names are those of a task `{ classes }`, as class task sets have it. */
export function classesOfTask(
  { task: index, ways }: ExampleTask,
  { perTask }: FewShotEvaluation,
): readonly TaskClass[] {
  const task = perTask[index]?.task;
  const isObject = typeof task === "object" && task !== null && !Array.isArray(task);
  const names: unknown = isObject && "classes" in task ? task["classes"] : undefined;
  return Array.from({ length: ways }, (_, label) => {
    const sign = (ways <= LETTERS.length && LETTERS[label]) || String(label + 1);
    const name: unknown = Array.isArray(names) ? names[label] : undefined;
    return typeof name === "string" ? { sign, name } : { sign };
  });
}
