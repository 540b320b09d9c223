// Layer 5: a comparison as Markdown, for pages of results.

import type { Comparison } from "./comparison.ts";
import { comparisonTables } from "./tables.ts";
import type { ComparisonTable } from "./tables.ts";

/** Writes the tables of a comparison, and the command behind each run. */
export function comparisonMarkdown(comparison: Comparison): string {
  const paragraphs = comparisonTables(comparison).flatMap(({ title, note, ...table }) => [
    `**${title}.** ${note}`,
    toTable(table),
  ]);
  const commands = comparison.methods.flatMap(({ runs }) => runs.map(({ command }) => command));
  return [...paragraphs, ["```sh", ...commands, "```"].join("\n")]
    .map((paragraph) => `${paragraph}\n`)
    .join("\n");
}

function toTable({ head, rows }: Pick<ComparisonTable, "head" | "rows">): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, column) => (column === 0 ? "---" : "---:"))),
    ...rows.map(line),
  ].join("\n");
}
