// Layer 1: how many threads a session may have.

import { availableParallelism } from "node:os";
import { ConfigError } from "../../errors.ts";

/** The environment variable that sets it, for processes that share a machine's cores. */
export const THREADS_VARIABLE = "ACCLIMATE_THREADS";

/**
 * The threads that large operators may have: what the environment says, or one for each core that this process may use.
 * @throws {@link ConfigError} if the environment says something else than a whole number of at least 1
 */
export function sessionThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const written = environment[THREADS_VARIABLE];
  if (written === undefined || written === "") return availableParallelism();
  if (/^[1-9][0-9]{0,3}$/.test(written)) return Number(written);
  throw new ConfigError(
    `${THREADS_VARIABLE}: must be a whole number from 1 to 9999, got "${written}"; unset it for one thread a core`,
  );
}
