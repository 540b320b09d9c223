// Layer 6: `acclimate compare`.

import { compareRuns } from "../../report/compare/comparison.ts";
import { checkCompareFiles, writeCompareFiles } from "../compare-files.ts";
import { parseLabels, readComparedRuns } from "../compare-runs.ts";
import { renderComparisonTables } from "../compare-tables.ts";
import { createOutput } from "../output.ts";

/** Options of `acclimate compare`. */
export interface CompareCommandOptions {
  readonly reference?: string | undefined;
  readonly return?: number | undefined;
  /** Each `FOLDER=NAME`. */
  readonly label: readonly string[];
  readonly out?: string | undefined;
  readonly markdown?: string | undefined;
  readonly svg?: string | undefined;
  readonly json?: true | undefined;
}

/** Compares runs, prints tables and writes the page. */
export async function runCompare(
  folders: readonly string[],
  options: CompareCommandOptions,
): Promise<void> {
  checkCompareFiles(options);
  const { reference, return: targetReturn } = options;
  const labels = parseLabels(options.label, folders);
  const comparison = compareRuns(readComparedRuns(folders), { labels, reference, targetReturn });
  const paths = await writeCompareFiles(comparison, options);
  const output = createOutput(options);
  output.print(`${renderComparisonTables(comparison)}\nwrote ${paths.join(", ")}`);
  output.result(comparison);
}
