// Layer 4: what the methods for bandits check before they begin.

import { checkInteger, ConfigError } from "../../errors.ts";
import { checkParameters } from "../check-parameters.ts";
import type { ParameterRanges } from "../check-parameters.ts";
import type { MethodParameters, TrialSetting } from "../method.ts";

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
  checkParameters(method, parameters, ranges);
}
