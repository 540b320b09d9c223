// Layer 4: the outer method of policy gradients, PPO and ProMP: steps of Adam, and the objective where they lead.

import { adamImprovement } from "../meta/adam-improvement.ts";
import type { AdamImprovement } from "../meta/adam-improvement.ts";
import type { AdamConfig } from "../meta/config-fields.ts";
import type { PolicyImproveInput, PolicyImprovement } from "./policy-outer-step.ts";
import type { OuterValues } from "./policy-problem.ts";

/** Where the steps led, and the objective there. */
export interface PolicyAdamImprovement extends AdamImprovement, PolicyImprovement {
  readonly optimiser: AdamImprovement["optimiser"];
  readonly values: OuterValues;
}

/** Makes steps of Adam on the problem of policies; see {@link adamImprovement}. */
export function policyAdam(
  at: PolicyImproveInput,
  config: AdamConfig,
  epochs: number,
): PolicyAdamImprovement {
  const { problem, stopwatch } = at;
  const found = adamImprovement(at, config, epochs);
  const values = stopwatch.time("lineSearch", () => problem.evaluate(found.meta));
  return {
    ...found,
    values,
    report: { kl: values.kl, surrogate: { before: problem.loss, after: values.loss } },
  };
}
