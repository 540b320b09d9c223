// Layer 5: checks that the schedules of a configuration obey their rules for the whole of training.

import type { z } from "zod";
import { ConfigError, formatValue } from "../errors.ts";
import { isPrepared, valueAt } from "../schedule.ts";
import type { ScheduleVariables } from "../schedule.ts";
import { ruleAndValueOf } from "../schema-rule.ts";
import type { Config } from "./base-config.ts";

/** Outer steps that are looked at; of a longer training, as many are spread over it evenly. */
const MAX_CHECKED_STEPS = 1000;

/**
 * Checks that a configuration stays valid when its schedules are replaced by their values at a step, for each outer
 * step and each inner step of the evaluation.
 *
 * @param config - valid, with its schedules compiled
 * @throws {@link ConfigError} naming the path, the rule, the value and where in training it arises
 */
export function checkSchedules(schema: z.ZodType<Config>, config: Config): void {
  if (!hasSchedules(config)) return;
  const last = config.outerSteps - 1;
  const checked = Math.min(config.outerSteps, MAX_CHECKED_STEPS);
  for (let i = 0; i < checked; i++) {
    const outerStep = i === 0 ? 0 : Math.round((last * i) / (checked - 1));
    for (let innerStep = 0; innerStep < Math.max(1, config.evaluation.innerSteps); innerStep++) {
      checkAt(schema, config, { outerStep, innerStep });
    }
  }
}

function checkAt(schema: z.ZodType<Config>, config: Config, at: ScheduleVariables): void {
  const result = schema.safeParse(fix(config, at), { reportInput: true });
  const [issue] = result.error?.issues ?? [];
  if (issue === undefined) return;
  const path = issue.path.map(String);
  const text = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    config,
  );
  throw new ConfigError(
    `config.${path.join(".")}: ${ruleAndValueOf(issue, issue.input)} from ${formatValue(text)} at outerStep ${at.outerStep}, innerStep ${at.innerStep}`,
  );
}

/** The value with its schedules replaced by numbers. */
function fix(value: unknown, at: ScheduleVariables): unknown {
  if (isSchedule(value)) return valueAt(value, at);
  if (Array.isArray(value)) return value.map((element) => fix(element, at));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, fix(field, at)]));
}

function hasSchedules(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some(hasSchedules)
    : isSchedule(value);
}

function isSchedule(value: unknown): value is string {
  return typeof value === "string" && isPrepared(value);
}
