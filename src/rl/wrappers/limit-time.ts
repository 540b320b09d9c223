// Layer 3: another horizon.

import { checkInteger } from "../../errors.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { createEnvironmentBatch } from "../vectorise.ts";
import { wrapFamily } from "./wrap-family.ts";

/** The new horizon. */
export interface LimitTimeOptions {
  /** Longest episode, in steps. */
  readonly horizon: number;
}

/**
 * Replaces the horizon, by a shorter or a longer one. An end that the environment itself reports stays where it is.
 *
 * The optimal return of another horizon does not follow from that of the old one, so there is none.
 *
 * @throws {@link ConfigError} if the horizon is not a positive integer
 */
export function limitTime<Task extends Json>(
  family: EnvironmentFamily<Task>,
  options: LimitTimeOptions,
): EnvironmentFamily<Task> {
  const { horizon } = options;
  checkInteger("limitTime.horizon", horizon, 1);
  return wrapFamily(family, {
    suffix: `-h${horizon}`,
    horizon,
    createBatch: (tasks) => createEnvironmentBatch(family, tasks), // the rollout truncates at the horizon
    optimalReturn: horizon === family.horizon ? (inner) => inner : undefined,
    unwrap: (episode) => [episode],
  });
}
