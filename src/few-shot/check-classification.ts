// Layer 4: learners that predict classes say so.

import { ConfigError } from "../errors.ts";
import type { TaskSet } from "../tasks/task-set.ts";

/** Checks that a task set has classes. @throws {@link ConfigError} if it has numbers to predict */
export function checkClassification(learner: string, { id, targets }: TaskSet): void {
  if (targets.kind === "classification") return;
  throw new ConfigError(
    `config.learner: ${learner} must have classes to predict, got ${id}, which is ${targets.kind}; choose another learner`,
  );
}
