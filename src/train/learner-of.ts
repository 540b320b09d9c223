// Layer 5: the learner of a configuration.

import { ConfigError, formatValue } from "../errors.ts";
import type { Learner } from "../meta-rl/learner.ts";
import { didYouMean } from "../nearest-name.ts";
import type { Experiment } from "./experiment.ts";

/** Finds the learner that has a name. @throws {@link ConfigError} if the experiment has none of that name */
export function learnerOf({ learners }: Experiment, name: unknown): Learner {
  const found = learners.find((learner) => learner.name === name);
  if (found !== undefined) return found;
  const names = learners.map((learner) => learner.name);
  throw new ConfigError(
    `config.learner: must be one of ${names.join(", ")}, got ${formatValue(name)}${didYouMean(String(name), names)}`,
  );
}
