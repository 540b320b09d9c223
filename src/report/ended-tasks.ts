// Layer 5: few-shot tasks that ended early, in words.

import type { FewShotEvaluation } from "../few-shot/evaluation.ts";
import { formatCount, formatNumberOf } from "./format.ts";

/**
 * Says how many tasks ended before all their inner steps, because one led to predictions that are not finite.
 * @returns undefined if there are none
 */
export function describeEndedTasks({
  nonFinite = [],
  tasks,
}: Pick<FewShotEvaluation, "nonFinite" | "tasks">): string | undefined {
  const [first] = nonFinite.toSorted((a, b) => a.innerStep - b.innerStep);
  if (first === undefined) return undefined;
  return (
    `${formatCount(nonFinite.length)} of ${formatNumberOf(tasks, "task")} ended early, at an inner step that led to predictions ` +
    `that are not finite (first: task ${first.task}, inner step ${first.innerStep + 1}). What is stated for later steps ` +
    "is what they had before it. Lower inner.learningRate, or evaluation.learningRate where it is set."
  );
}
