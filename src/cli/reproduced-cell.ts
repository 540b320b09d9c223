// Layer 6: one cell of a reproduced table as a line.

import { formatParameters } from "../reproduce/markdown.ts";
import type { TableCell } from "../reproduce/table.ts";

/** Widths of the columns: the longest row, method and numbers of the tables that there are. */
const ROW_WIDTH = 7;
const METHOD_WIDTH = 20;
const NUMBER_WIDTH = 8;

/** How the numbers of a cell are written. */
export interface CellFormat {
  readonly published: (value: number) => string;
  readonly ours: (value: number) => string;
}

const TOTAL_REWARDS: CellFormat = {
  published: (value) => value.toFixed(1),
  ours: (value) => value.toFixed(2),
};

/** Writes a cell: row, method, published value, ours with its 95 % interval, the verdict, and the parameters. */
export function formatCellLine(row: string, cell: TableCell, format = TOTAL_REWARDS): string {
  const { method, published, mean, ci95, agrees, parameters } = cell;
  const [lo, hi] = ci95.map(format.ours);
  const theirs = published === null ? "-" : format.published(published);
  const verdict = agrees === null ? "" : agrees ? "agrees" : "differs";
  return [
    row.padEnd(ROW_WIDTH),
    method.padEnd(METHOD_WIDTH),
    `published ${theirs.padStart(NUMBER_WIDTH)}`,
    `ours ${format.ours(mean).padStart(NUMBER_WIDTH)} (${lo} to ${hi})`,
    verdict.padEnd("differs".length),
    formatParameters(parameters),
  ]
    .join("  ")
    .trimEnd();
}
