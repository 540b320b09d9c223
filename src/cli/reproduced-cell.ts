// Layer 6: one cell of a reproduced table as a line.

import { formatParameters } from "../reproduce/markdown.ts";
import type { TableCell } from "../reproduce/table.ts";

/** Widths of the columns: the longest row, method and numbers of the tables that there are. */
const ROW_WIDTH = 7;
const METHOD_WIDTH = 20;
const NUMBER_WIDTH = 8;

/**
 * Writes a cell: row, method, published value, ours with its 95 % interval, the verdict, and the parameters.
 * @param decimals - of the published value
 */
export function formatCellLine(row: string, cell: TableCell, decimals = 1): string {
  const { method, published, mean, ci95, agrees, parameters } = cell;
  const [lo, hi] = ci95.map((bound) => bound.toFixed(2));
  const verdict = agrees === null ? "" : agrees ? "agrees" : "differs";
  return [
    row.padEnd(ROW_WIDTH),
    method.padEnd(METHOD_WIDTH),
    `published ${(published?.toFixed(decimals) ?? "-").padStart(NUMBER_WIDTH)}`,
    `ours ${mean.toFixed(2).padStart(NUMBER_WIDTH)} (${lo} to ${hi})`,
    verdict.padEnd("differs".length),
    formatParameters(parameters),
  ]
    .join("  ")
    .trimEnd();
}
