// Layer 5: the learner of a configuration.

import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";

/** Finds the learner that has a name. @throws {@link ConfigError} if there is none of that name */
export function learnerOf<Learner extends { readonly name: string }>(
  learners: readonly Learner[],
  name: unknown,
): Learner {
  const found = learners.find((learner) => learner.name === name);
  if (found !== undefined) return found;
  const names = learners.map((learner) => learner.name);
  throw new ConfigError(
    `config.learner: must be one of ${names.join(", ")}, got ${formatValue(name)}${didYouMean(String(name), names)}`,
  );
}
