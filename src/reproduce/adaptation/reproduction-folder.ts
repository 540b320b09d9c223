// Layer 5: the folder of a reproduction of adaptation, which remembers what was asked for, so that it can go on.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigError, formatValue } from "../../errors.ts";
import { createRunFolder, readJson, writeJson } from "../../train/run-folder.ts";

/** What all runs of a reproduction depend on. Panels and methods may be added later, and are not among it. */
export interface AdaptationSettings {
  /** Name of the reproduction. */
  readonly name: string;
  readonly seeds: readonly number[];
  /** Most outer steps of a run; null for those of each preset. */
  readonly outerSteps: number | null;
  readonly backend: string;
}

/** The file with the settings. */
const SETTINGS_FILE = "reproduction.json";

/**
 * Makes the folder of a new reproduction, or opens that of one that is to go on.
 * @param out - the folder; the next number of `runs/<name>-<n>` if absent
 * @returns its path
 * @throws {@link ConfigError} if `out` holds anything else than a reproduction with the same settings
 */
export async function openReproductionFolder(
  out: string | undefined,
  settings: AdaptationSettings,
): Promise<string> {
  if (out !== undefined && existsSync(join(out, SETTINGS_FILE))) {
    checkSettings(out, settings);
    return out;
  }
  const folder = createRunFolder({ out, experiment: settings.name });
  await writeJson(join(folder, SETTINGS_FILE), settings);
  return folder;
}

function checkSettings(folder: string, settings: AdaptationSettings): void {
  const found = readJson(folder, SETTINGS_FILE) as Readonly<Record<string, unknown>>;
  for (const [field, wanted] of Object.entries(settings)) {
    if (isDeepStrictEqual(found[field], wanted)) continue;
    throw new ConfigError(
      `--out: must be free, or hold a reproduction with ${field} ${formatValue(wanted)}, got ${formatValue(folder)} with ${formatValue(found[field])}; choose another`,
    );
  }
}
