// Layer 4: how good outputs of tasks are that are still tensors.

import type { Tensor3D } from "@tensorflow/tfjs-core";
import type { LossKind } from "./item-loss.ts";
import type { Score } from "./learner.ts";
import { outputsByTask } from "./outputs-by-task.ts";
import { meanScore, scoreTasks } from "./score.ts";
import type { Judged } from "./score.ts";

/** Scores outputs for the items of all tasks. @param outputs - of chunks of tasks, each `[tasks, n, outputs]` */
export function scoreOutputs(
  kind: LossKind,
  outputs: readonly Tensor3D[],
  judged: readonly Judged[],
): Score {
  const rows = outputs.flatMap((chunk) => outputsByTask(chunk));
  const width = outputs[0]?.shape[2] ?? 0;
  return meanScore(scoreTasks(kind, judged, rows, width));
}
