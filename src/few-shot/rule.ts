// Layer 4: how networks adapt by the configured fields of an inner loop.

import type { AdaptationRule } from "../meta/adaptation-rule.ts";
import type { InnerConfig } from "./learner-config.ts";

/** What an adaptation depends on; fields that a learner does not have are those of plain gradient steps. */
export function ruleOf(config: Pick<InnerConfig, "adapts"> & Partial<InnerConfig>): AdaptationRule {
  const { adapts, stepSizes = "fixed", firstOrder = false } = config;
  return { adapts, stepSizes, firstOrder };
}
