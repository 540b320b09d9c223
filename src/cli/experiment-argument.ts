// Layer 6: how the command line names the experiment of a panel.

import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError, formatValue } from "../errors.ts";
import type { AdaptationPanel } from "../reproduce/adaptation/adaptation-panel.ts";
import { experimentNames } from "./load-experiment.ts";

/**
 * Finds what `acclimate train` is to be given: the name of an experiment of the package, or the path of its file.
 * @throws {@link ConfigError} if the experiment is not the package's and has no file
 */
export function experimentArgument({ name, experiment, experimentFile }: AdaptationPanel): string {
  if (experimentFile !== undefined) return relative(process.cwd(), fileURLToPath(experimentFile));
  const names = experimentNames();
  if (names.includes(experiment.name)) return experiment.name;
  throw new ConfigError(
    `experiment of ${name}: must be one of ${names.join(", ")}, got ${formatValue(experiment.name)}; give experimentFile`,
  );
}
