// Layer 4: what the methods for finite MDPs check before they begin.

import { checkInteger, ConfigError, formatValue } from "../../errors.ts";
import type { MethodParameters, TrialSetting } from "../method.ts";

/**
 * Checks that a setting is one, and that a method has the parameters that it takes and no others.
 * @param method - the method's name
 * @param ranges - the least and the greatest value of each parameter
 * @throws {@link ConfigError} if not
 */
export function checkMdp(
  method: string,
  setting: TrialSetting,
  parameters: MethodParameters,
  ranges: Readonly<Record<string, readonly [number, number]>>,
): void {
  for (const name of ["states", "actions", "horizon", "episodes"] as const) {
    checkInteger(`${method}: ${name}`, setting[name], 1);
  }
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(ranges, name)) continue;
    const known = Object.keys(ranges).join(", ");
    throw new ConfigError(
      `${method}: parameters must be ${known === "" ? "none" : known}, got ${name}`,
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
