// Layer 4: what the methods for finite MDPs check before they begin.

import { checkInteger } from "../../errors.ts";
import { checkParameters } from "../check-parameters.ts";
import type { ParameterRanges } from "../check-parameters.ts";
import type { MethodParameters, TrialSetting } from "../method.ts";

/**
 * Checks that a setting is one, and that a method has the parameters that it takes and no others.
 * @param method - the method's name
 * @throws {@link ConfigError} if not
 */
export function checkMdp(
  method: string,
  setting: TrialSetting,
  parameters: MethodParameters,
  ranges: ParameterRanges,
): void {
  for (const name of ["states", "actions", "horizon", "episodes"] as const) {
    checkInteger(`${method}: ${name}`, setting[name], 1);
  }
  checkParameters(method, parameters, ranges);
}
