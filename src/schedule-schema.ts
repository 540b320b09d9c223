// Layer 0: the schema of a schedule in a configuration.

import { z } from "zod";
import { ConfigError, formatValue } from "./errors.ts";
import { ruleAndValueOf } from "./schema-rule.ts";
import { prepareExpression, valueAt } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

/** Where an expression is tried: the one point that every training passes. */
const START = { outerStep: 0, innerStep: 0 };

/**
 * Makes the schema of a schedule whose values obey `rule`.
 *
 * An expression is compiled, so that {@link valueAt} can evaluate it, and its first value is checked; only expressions
 * need asynchronous parsing. Whether later values obey the rule depends on how long training is: `resolveConfig` looks.
 */
export function scheduleSchema(rule: z.ZodNumber): z.ZodType<Schedule, Schedule> {
  const expression = z.string().superRefine(async (text, context) => {
    const problem = (await prepareExpression(text)) ?? problemAtStart(text, rule);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });
  return z.union([rule, expression]);
}

/** How the first value of an expression breaks the rule; undefined if it does not. */
function problemAtStart(text: string, rule: z.ZodNumber): string | undefined {
  try {
    const value = valueAt(text, START);
    const [issue] = rule.safeParse(value).error?.issues ?? [];
    return (
      issue &&
      `${ruleAndValueOf(issue, value)} from ${formatValue(text)} at outerStep 0, innerStep 0`
    );
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
