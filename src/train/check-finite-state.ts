// Layer 5: finds parameters that are not finite, before a checkpoint has them.

import { NumericalError } from "../errors.ts";
import type { LearnerState } from "../meta-rl/learner.ts";

/**
 * Checks every element of a state.
 * @param where - when the state arose, for the error
 * @throws {@link NumericalError} naming the tensor
 */
export function checkFiniteState(where: string, state: LearnerState): void {
  for (const [part, params] of Object.entries(state)) {
    for (const [name, tensor] of Object.entries(params as LearnerState["params"])) {
      const wrong = tensor.dataSync().find((value) => !Number.isFinite(value));
      if (wrong === undefined) continue;
      throw new NumericalError(`${where}: ${part}.${name} must be finite, got ${wrong}`);
    }
  }
}
