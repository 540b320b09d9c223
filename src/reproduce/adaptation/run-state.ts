// Layer 5: how far a planned run has come, by what its folder holds.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigError, formatValue } from "../../errors.ts";
import { readRunDescription } from "../../train/run-description.ts";
import { readJson, runFiles } from "../../train/run-folder.ts";
import type { PlannedRun } from "./plan-runs.ts";

/** What is to be done: train from the beginning, go on from a checkpoint, or nothing. */
export type RunState = "new" | "interrupted" | "completed";

/**
 * Looks at the folder of a run. One without a checkpoint, which a process left that ended as it began, is removed.
 * @throws {@link ConfigError} if the folder holds anything else than the planned run
 */
export function prepareRun(folder: string, planned: PlannedRun): RunState {
  if (!existsSync(folder)) return "new";
  if (!existsSync(join(folder, runFiles.checkpoint))) {
    removeBeginnings(folder);
    return "new";
  }
  checkSameRun(folder, planned);
  if (!existsSync(join(folder, runFiles.summary))) return "interrupted";
  const { status } = readJson(folder, runFiles.summary) as { readonly status?: unknown };
  return status === "completed" ? "completed" : "interrupted";
}

/** Removes a folder that holds no more than the first files of a run, some of them perhaps under temporary names. */
function removeBeginnings(folder: string): void {
  const files = readdirSync(folder);
  const names = Object.values(runFiles);
  const other = files.filter((file) => !names.some((name) => file.startsWith(name)));
  if (other.length > 0) {
    throw new ConfigError(
      `run folder: must hold a run, got ${formatValue(folder)} with ${formatValue(other)}; choose another --out`,
    );
  }
  rmSync(folder, { recursive: true });
}

function checkSameRun(folder: string, { method, config }: PlannedRun): void {
  const found = readRunDescription(folder);
  // As JSON, both: what was written has no undefined fields.
  const planned: unknown = JSON.parse(JSON.stringify(config));
  if (found.preset === method.preset && isDeepStrictEqual(found.config, planned)) return;
  throw new ConfigError(
    `${join(folder, runFiles.config)}: must have the configuration that preset ${method.preset} has now, got another; choose another --out`,
  );
}
