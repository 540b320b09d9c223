// Layer 4: what the methods for bandits check before they begin.

import { checkInteger, ConfigError, formatValue } from "../../errors.ts";
import type { MethodParameters, TrialSetting } from "../method.ts";

/** The least and the greatest value of each parameter of a method. */
export type ParameterRanges = Readonly<Record<string, readonly [number, number]>>;

/**
 * Checks that a setting is a bandit's, and that a method has the parameters that it takes and no others.
 * @param method - the method's name
 * @throws {@link ConfigError} if not
 */
export function checkBandit(
  method: string,
  setting: TrialSetting,
  parameters: MethodParameters,
  ranges: ParameterRanges,
): void {
  checkInteger(`${method}: actions`, setting.actions, 1);
  checkInteger(`${method}: episodes`, setting.episodes, 1);
  if (setting.states !== 1 || setting.horizon !== 1) {
    throw new ConfigError(
      `${method}: a bandit must have 1 state and a horizon of 1, got ${setting.states} states and a horizon of ${setting.horizon}`,
    );
  }
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(ranges, name)) continue;
    const known = Object.keys(ranges);
    throw new ConfigError(
      `${method}: parameters must be ${known.length === 0 ? "none" : known.join(", ")}, got ${name}`,
    );
  }
  for (const [name, [min, max]] of Object.entries(ranges)) {
    const value = parameters[name];
    if (value !== undefined && value >= min && value <= max) continue;
    throw new ConfigError(
      `${method}.${name}: must lie in [${min}, ${max}], got ${formatValue(value)}`,
    );
  }
}
