// Layer 5: whether runs are on one environment, so that their returns can be compared.

import { ConfigError, formatValue } from "../../errors.ts";
import type { FinishedRun } from "./finished-run.ts";

/** What the wrapper of an oracle adds to the id of an environment: the same tasks, shown to the policy. */
const ORACLE_SUFFIX = "-task-observed";

/**
 * Finds the environment that runs have in common; that of an oracle counts as the one it wraps.
 * @param runs - at least one
 * @returns its id
 * @throws {@link ConfigError} if there are several, or one changed between runs
 */
export function environmentIdOf(runs: readonly FinishedRun[]): string {
  const first = runs[0];
  if (first === undefined) throw new ConfigError("compare: must have at least one run, got 0");
  const expected = baseIdOf(first);
  for (const run of runs) {
    if (baseIdOf(run) !== expected) {
      throw new ConfigError(
        `compare: runs must be on one environment, got ${expected} in ${formatValue(first.folder)} and ` +
          `${baseIdOf(run)} in ${formatValue(run.folder)}`,
      );
    }
    checkDefinition(runs, run);
  }
  return expected;
}

function baseIdOf({ description }: FinishedRun): string {
  const { id } = description.environment;
  return id.endsWith(ORACLE_SUFFIX) ? id.slice(0, -ORACLE_SUFFIX.length) : id;
}

function checkDefinition(runs: readonly FinishedRun[], run: FinishedRun): void {
  const { id, hash } = run.description.environment;
  const other = runs.find(({ description: { environment } }) => environment.id === id);
  if (other === undefined || other.description.environment.hash === hash) return;
  throw new ConfigError(
    `compare: an environment must do the same in all runs, got two definitions of ${id}, in ` +
      `${formatValue(other.folder)} and ${formatValue(run.folder)}; train the older run again`,
  );
}
