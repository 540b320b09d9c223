// Layer 6: the option `--learning-rate` of commands that adapt.

import { z } from "zod";
import { ConfigError, formatValue } from "../errors.ts";
import { ruleAndValueOf } from "../schema-rule.ts";
import { valueAt } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import { scheduleSchema } from "../schedule-schema.ts";

const OPTION = "--learning-rate";

const rate = z.number().min(0);

/**
 * Reads a learning rate: a number, or a schedule of `innerStep`.
 * @param innerSteps - how many will be made; the rate of each must be at least 0
 * @throws {@link ConfigError} if it is neither, or negative
 */
export async function parseLearningRate(text: string, innerSteps: number): Promise<Schedule> {
  const number = Number(text);
  const given = text.trim() === "" || Number.isNaN(number) ? text : number;
  const { data, error } = await scheduleSchema(rate).safeParseAsync(given, { reportInput: true });
  const [issue] = error?.issues ?? [];
  if (data === undefined || issue !== undefined) {
    throw new ConfigError(
      `${OPTION}: ${issue ? ruleAndValueOf(issue, given) : formatValue(given)}`,
    );
  }
  for (let innerStep = 0; innerStep < innerSteps; innerStep++) {
    const value = valueAt(data, { outerStep: 0, innerStep });
    if (rate.safeParse(value).success) continue;
    throw new ConfigError(
      `${OPTION}: must be at least 0, got ${value} from ${formatValue(text)} at innerStep ${innerStep}`,
    );
  }
  return data;
}
