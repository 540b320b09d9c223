// Layer 6: `acclimate list`.

import { experimentNames, loadExperiment } from "../load-experiment.ts";

/** Prints the experiments that come with the package. */
export async function runList(): Promise<void> {
  for (const name of experimentNames()) {
    const { description, presets, environments } = await loadExperiment(name);
    const [first, ...others] = Object.keys(presets);
    console.log(name);
    console.log(`  ${description}`);
    console.log(`  presets:      ${[`${first} (default)`, ...others].join(", ")}`);
    console.log(`  environments: ${environments.map(({ id }) => id).join(", ")}`);
  }
}
