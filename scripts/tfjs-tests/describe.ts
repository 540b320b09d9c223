// tfjs-core's jasmine_util with one change: tests whose constraints this environment does not meet are declared too, so
// that they are counted as skipped.

import { env } from "@tensorflow/tfjs-core";
import * as util from "@tensorflow/tfjs-core/dist/jasmine_util.js";
import type { Constraints, TestEnv } from "@tensorflow/tfjs-core/dist/jasmine_util.js";

export * from "@tensorflow/tfjs-core/dist/jasmine_util.js";

/** Begins the name of each suite whose constraints are not met; a reason follows. */
export const UNMET = "unmet constraint: ";

const reasons = new Map<Constraints, string>([
  [util.BROWSER_ENVS, "runs in a browser only"],
  [util.CHROME_ENVS, "runs in Chrome only"],
  [util.HAS_WORKER, "needs web workers"],
]);

/** Declares a suite once for each test environment. */
export function describeWithFlags(
  name: string,
  constraints: Constraints,
  tests: (env: TestEnv) => void,
): void {
  util.describeWithFlags(name, constraints, tests);
  for (const testEnv of util.TEST_ENVS) {
    if (util.envSatisfiesConstraints(env(), testEnv, constraints)) continue;
    const reason = reasons.get(constraints) ?? "is for another backend";
    describe(`${UNMET}${reason}; ${name}`, () => {
      tests(testEnv);
    });
  }
}
