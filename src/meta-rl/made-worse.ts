// Layer 4: which tasks an adaptation made worse, and which of them by more than chance explains.

import { studentInterval } from "../student-interval.ts";
import type { WorseShare } from "./health.ts";

/**
 * Counts the tasks whose return fell.
 *
 * A fall is clear if the 95 % interval of the mean difference of its episodes lies below 0, by Student's t over
 * `after[e] - before[e]`. The two batches of episodes have nothing to do with each other, so any pairing serves; where
 * nothing changed, one task in 40 seems clearly worse.
 *
 * @param before - `[tasks, episodes]`
 * @param after - `[tasks, episodes]`
 */
export function madeWorse(before: Float64Array, after: Float64Array, tasks: number): WorseShare {
  const episodes = before.length / tasks;
  let [any, clear] = [0, 0];
  for (let task = 0; task < tasks; task++) {
    const differences = Array.from(
      { length: episodes },
      (_, e) => after[task * episodes + e]! - before[task * episodes + e]!,
    );
    const mean = differences.reduce((sum, x) => sum + x, 0) / episodes;
    if (mean >= 0) continue;
    any++;
    if (episodes > 1 && mean + studentInterval(differences).margin < 0) clear++;
  }
  return { any: any / tasks, ...(episodes > 1 && { clear: clear / tasks }) };
}
