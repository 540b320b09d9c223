// Layer 5: a fingerprint of what a task set draws, so that a run cannot be continued on another one unnoticed.

import { createHash } from "node:crypto";
import { createRandom } from "../random.ts";
import { splits } from "../tasks/task-set.ts";
import type { TaskSet } from "../tasks/task-set.ts";

/** The tasks that are drawn of each split. */
const PROBE = { count: 2, shots: 1, queries: 1 } as const;

/** The seed of the probe; any would do, but it must stay. */
const PROBE_SEED = 0;

/**
 * Hashes a task set's id, sizes and classes, and a few tasks of each split.
 * @returns SHA-256 in hexadecimal
 */
export function hashTaskSet(taskSet: TaskSet): string {
  const { id, inputShape, targets } = taskSet;
  const hash = createHash("sha256").update(JSON.stringify({ id, inputShape, targets }));
  const rng = createRandom(PROBE_SEED).split("probe");
  for (const split of splits) {
    const classes = taskSet.classes(split);
    const ways = targets.kind === "regression" ? 1 : Math.min(2, classes);
    hash.update(`${split} ${classes}`);
    if (ways === 0) continue;
    for (const { task, support, query } of taskSet.sampleTasks(rng.split(split), {
      ...PROBE,
      split,
      ways,
    })) {
      hash.update(JSON.stringify(task));
      for (const { inputs, targets: wanted } of [support, query])
        hash.update(inputs).update(wanted);
    }
  }
  return hash.digest("hex");
}
