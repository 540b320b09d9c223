// Layer 3: the rule that the optimal return of a task is one.

import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import {
  estimateDifference,
  meanOf,
  returnsOfBestPerTask,
  returnsOfPolicy,
} from "./best-policies.ts";
import { formatNumber } from "./format-number.ts";
import { playSimplePolicies } from "./policy-returns.ts";
import { finding, note } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";

/** `optimalReturn` is a number that no policy beats. */
export const optimumRule: EnvironmentRule = {
  name: "has an optimal return that no policy beats, if it has one",
  check: checkOptimum,
};

/** Environment steps that are spent. */
const STEPS = 300_000;

/** Standard errors by which a policy may seem to beat the optimum. */
const Z = 5;

/** Rewards are float32 numbers: sums of them are off by about this fraction, where there is no chance in them. */
const TOLERANCE = 1e-5;

function checkOptimum(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  if (family.optimalReturn === undefined) return [];
  const optimalReturn = family.optimalReturn.bind(family);
  const played = playSimplePolicies(family, rng, STEPS);
  const { policies, tasks } = played;
  const optimal = Float64Array.from(tasks, (task) => optimalReturn(task));
  const wrong = optimal.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    return [
      finding(`optimalReturn: must be a finite number, got ${optimal[wrong]!} of task ${wrong}`),
    ];
  }
  const other = tasks.findIndex((task, t) => optimalReturn(task) !== optimal[t]);
  if (other >= 0) {
    return [finding(`optimalReturn: must be the same at each call, got others of task ${other}`)];
  }
  if (!played.isWhole) {
    return [
      note("optimalReturn was not compared with what policies reach: the horizon is too long"),
    ];
  }
  const tolerance = TOLERANCE * meanOf(optimal.map(Math.abs));
  const contestants = [
    { name: "the best simple policy for each task", returns: returnsOfBestPerTask(played) },
    ...policies.map(({ name }, p) => ({ name, returns: returnsOfPolicy(played, p) })),
  ];
  for (const { name, returns } of contestants) {
    const { mean, standardError } = estimateDifference(returns, optimal);
    if (mean <= Z * standardError + tolerance) continue;
    return [
      finding(
        `optimalReturn: no policy must have a higher return, got ${formatNumber(mean)} more than ${formatNumber(meanOf(optimal))} on average over ${tasks.length} tasks, with a standard error of ${formatNumber(standardError)}, by ${name}`,
      ),
    ];
  }
  return [];
}
