// Layer 5: whether what runs yield may be compared: in a panel one measure, taken in one way, and for each seed on the same
// held-out tasks.

import { isDeepStrictEqual } from "node:util";
import { ConfigError, formatValue } from "../../errors.ts";
import type { PlannedRun } from "./plan-runs.ts";
import type { SeedResult } from "./seed-result.ts";

/** Checks results one after another. */
export interface ComparableResults {
  /**
   * Checks the result of a run against the first of its panel, and the first of its panel and seed.
   * @throws {@link ConfigError} if it has another measure or was evaluated in another way, or on other held-out tasks
   */
  check(run: PlannedRun, result: SeedResult): void;
}

/** A run, and what it yields. */
interface Known {
  readonly run: PlannedRun;
  readonly result: SeedResult;
}

const ADVICE = "give all methods of a panel the same evaluation";

/** Begins to check results. */
export function compareResults(): ComparableResults {
  const known = new Map<string, Known>();
  const firstOf = (key: string, found: Known): Known => {
    const first = known.get(key) ?? found;
    known.set(key, first);
    return first;
  };
  return {
    check(run, result) {
      const { panel, seed } = run;
      checkProtocol(firstOf(panel.name, { run, result }), { run, result });
      checkTasks(firstOf(`${panel.name}/${seed}`, { run, result }), { run, result });
    },
  };
}

function checkProtocol(first: Known, { run, result }: Known): void {
  const expected = { measure: first.result.measure, ...first.result.protocol };
  const found: SeedResult["protocol"] = { measure: result.measure, ...result.protocol };
  for (const [field, value] of Object.entries(expected)) {
    if (isDeepStrictEqual(found[field], value)) continue;
    throw new ConfigError(
      `${run.name}: ${field} of its evaluation must be that of ${first.run.name}, ${formatValue(value)}, got ${formatValue(found[field])}; ${ADVICE}`,
    );
  }
}

function checkTasks(first: Known, { run, result }: Known): void {
  const [expected, found] = [first.result.heldOutTasks, result.heldOutTasks];
  if (found.length !== expected.length) {
    throw new ConfigError(
      `${run.name}: must have as many held-out tasks as ${first.run.name}, ${expected.length}, got ${found.length}; ${ADVICE}`,
    );
  }
  const other = found.findIndex((task, index) => !isDeepStrictEqual(task, expected[index]));
  if (other < 0) return;
  throw new ConfigError(
    `${run.name}: held-out task ${other} must be that of ${first.run.name}, ${formatValue(expected[other])}, got ${formatValue(found[other])}; ${ADVICE}`,
  );
}
