// Layer 6: `acclimate reproduce`.

import { loadReproduction } from "../load-reproduction.ts";
import { reproduceAdaptation } from "../reproduce-adaptation.ts";
import { reproduceTrials } from "../reproduce-trials.ts";
import { checkReproductionOptions } from "../reproduction-options.ts";
import type { ReproduceCommandOptions } from "../reproduction-options.ts";

/** Makes a published table again and compares it. @returns the exit code */
export async function runReproduce(
  nameOrFile: string,
  options: ReproduceCommandOptions,
): Promise<number> {
  const loaded = await loadReproduction(nameOrFile);
  checkReproductionOptions(loaded.kind, options);
  return loaded.kind === "trials"
    ? reproduceTrials(loaded, options)
    : reproduceAdaptation(loaded.reproduction, options);
}
