// Layer 5: how far a reproduced table is from the published one, as a picture that stands alone.

import { checkFinite, ConfigError } from "../../errors.ts";
import { publishedDifferencesSpec } from "../charts/published-differences.ts";
import type { PublishedDifference } from "../charts/published-differences.ts";
import { renderChart } from "../render-chart.ts";
import { printTheme } from "../theme.ts";

/** What the picture of a table says beside its numbers. */
export interface PublishedDifferencesOptions {
  /** What the name of a row says. */
  readonly rowTitle: string;
  /** What a person who does not see the picture should know. */
  readonly description: string;
}

/**
 * Draws the differences between our means and the published ones.
 * @returns an SVG file that needs no other
 * @throws {@link ConfigError} if there are none
 * @throws {@link NumericalError} if a number is not finite
 */
export async function renderPublishedDifferences(
  differences: readonly PublishedDifference[],
  { rowTitle, description }: PublishedDifferencesOptions,
): Promise<string> {
  if (differences.length === 0) {
    throw new ConfigError("renderPublishedDifferences: must have at least one difference, got 0");
  }
  checkFinite("renderPublishedDifferences: differences", differences);
  const spec = publishedDifferencesSpec(differences, { theme: printTheme, rowTitle });
  return renderChart(spec, printTheme, { id: "published-differences", description });
}
