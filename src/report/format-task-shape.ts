// Layer 5: how large few-shot tasks are, in words.

import type { FewShotEvaluation } from "../few-shot/evaluation.ts";
import type { IntegerRange } from "../tasks/task-set.ts";
import { formatCount } from "./format.ts";

/** What {@link formatTaskShape} needs to know. */
export type TaskShapeWords = Pick<FewShotEvaluation, "ways" | "shots" | "queries" | "measure">;

/** Writes how large tasks are: "5-way 1-shot, 15 queries a class", "2- to 5-way 1-shot, …", "10-shot, 100 queries". */
export function formatTaskShape({ ways, shots, queries, measure }: TaskShapeWords): string {
  const judged = queries === 1 ? "1 query" : `${formatCount(queries)} queries`;
  if (measure === "squared error") return `${sized(shots, "shot")}, ${judged}`;
  return `${sized(ways, "way")} ${sized(shots, "shot")}, ${judged} a class`;
}

function sized(size: number | IntegerRange, noun: string): string {
  if (typeof size === "number") return `${size}-${noun}`;
  const [least, most] = size;
  return least === most ? `${least}-${noun}` : `${least}- to ${most}-${noun}`;
}
