// Layer 6: those panels and methods of a reproduction that the command line names.

import type { AdaptationPanel } from "../reproduce/adaptation/adaptation-panel.ts";
import type { AdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import type { ReproduceCommandOptions } from "./reproduction-options.ts";
import { selectNamed } from "./select-named.ts";

/**
 * Selects panels, and in each the methods; all if none are named. A panel that has none of the methods is left out.
 * @throws {@link ConfigError} if a panel is unknown, or a method to all selected panels
 */
export function selectPanels(
  { panels }: Pick<AdaptationReproduction, "panels">,
  options: Pick<ReproduceCommandOptions, "panels" | "methods">,
): readonly AdaptationPanel[] {
  const selected = selectNamed("panel", panels, options.panels);
  const every = selected.flatMap(({ methods }) => methods.map(({ name }) => name));
  const known = [...new Set(every)].map((name) => ({ name }));
  const names = new Set(selectNamed("method", known, options.methods).map(({ name }) => name));
  return selected
    .map((panel) => ({
      ...panel,
      methods: panel.methods.filter(({ name }) => names.has(name)),
    }))
    .filter(({ methods }) => methods.length > 0);
}
