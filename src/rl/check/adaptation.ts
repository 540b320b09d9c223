// Layer 3: the rule that adapting to the task pays: there is something to gain that no single policy has.

import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import {
  estimateDifference,
  meanOf,
  nameBestSingle,
  spreadOfPolicies,
  returnsOfBestPerTask,
  returnsOfBestSingle,
} from "./best-policies.ts";
import type { Estimate } from "./best-policies.ts";
import { formatNumber } from "./format-number.ts";
import { playSimplePolicies } from "./policy-returns.ts";
import { finding, note } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";

/** The best policy of each task, or the optimum where it is known, has a higher return than the best single policy. */
export const adaptationRule: EnvironmentRule = {
  name: "rewards adapting to the task",
  check: checkAdaptation,
};

/** Environment steps that are spent: a second of a slow environment. */
const STEPS = 1_500_000;

/**
 * How wide the interval may be where all differences are believed, by the distance between the best policy and the median
 * one, for no gain to be a finding. If it is wider, simple policies are too much alike to tell.
 */
const CONCLUSIVE = 0.25;

/** Half width of a 95 % interval, in standard errors. */
const Z95 = 1.96;

function checkAdaptation(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  if (family.observesTask === true) {
    return [
      note("observesTask is true: no adaptation is needed, and whether it pays was not asked"),
    ];
  }
  const played = playSimplePolicies(family, rng, STEPS);
  const { policies, tasks } = played;
  const single = returnsOfBestSingle(played);
  const perTask = returnsOfBestPerTask(played);
  const gain = estimateDifference(perTask, single);
  let pays = isPositive(gain);
  let text = `a gain of ${formatEstimate(gain)} by the best for each of ${tasks.length} tasks (${formatNumber(meanOf(perTask))}) over the best single one (${formatNumber(meanOf(single))}, ${nameBestSingle(played)}) of ${policies.length} simple policies`;
  if (family.optimalReturn !== undefined && played.isWhole) {
    const optimal = Float64Array.from(tasks, (task) => family.optimalReturn!(task));
    const gap = estimateDifference(optimal, single);
    pays ||= isPositive(gap);
    text += `, and of ${formatEstimate(gap)} by the optimum (${formatNumber(meanOf(optimal))})`;
  }
  const chance = estimateDifference(returnsOfBestPerTask(played, 1), single).standardError;
  if (!pays && Z95 * chance > CONCLUSIVE * spreadOfPolicies(played)) {
    return [
      note(`whether adapting pays is not known, simple policies being too much alike: ${text}`),
    ];
  }
  return pays
    ? [note(`adapting pays, by ${text}`)]
    : [
        finding(
          `sampleTasks: adapting must pay, got ${text}; let tasks differ in what is best to do`,
        ),
      ];
}

/** Tells whether the 95 % interval lies above 0. */
function isPositive({ mean, standardError }: Estimate): boolean {
  return mean - Z95 * standardError > 0;
}

function formatEstimate({ mean, standardError }: Estimate): string {
  return `${formatNumber(mean)} ± ${formatNumber(Z95 * standardError)} (95 %)`;
}
