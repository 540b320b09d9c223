// Layer 5: the environment of a configuration.

import { ConfigError, formatValue } from "../errors.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import type { PolicyExperiment } from "./experiment.ts";

/** Finds the environment that has an id. @throws {@link ConfigError} if the experiment has none of that id */
export function environmentOf({ environments }: PolicyExperiment, id: string): EnvironmentFamily {
  const found = environments.find((environment) => environment.id === id);
  if (found !== undefined) return found;
  const ids = environments.map((environment) => environment.id);
  throw new ConfigError(
    `config.environment: must be one of ${ids.join(", ")}, got ${formatValue(id)}`,
  );
}
