// A floor for few-shot classification: the class of the nearest item to adapt on, by the numbers of the inputs themselves.

import type { FewShotTask } from "../../src/tasks/task-set.ts";

/** Returns the share of the items to be judged by whose nearest item to adapt on, by Euclid's distance, has the same class. */
export function nearestNeighbourAccuracy(tasks: readonly FewShotTask[]): number {
  let right = 0;
  let all = 0;
  for (const { support, query } of tasks) {
    const size = support.inputs.length / support.count;
    for (let q = 0; q < query.count; q++) {
      let least = Infinity;
      let nearest = -1;
      for (let s = 0; s < support.count; s++) {
        let square = 0;
        for (let i = 0; i < size; i++) {
          square += (query.inputs[q * size + i]! - support.inputs[s * size + i]!) ** 2;
        }
        if (square >= least) continue;
        least = square;
        nearest = support.targets[s]!;
      }
      if (nearest === query.targets[q]) right++;
    }
    all += query.count;
  }
  return right / all;
}
