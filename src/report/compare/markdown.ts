// Layer 5: a comparison as Markdown, for pages of results.

import { markdownTable } from "../markdown-table.ts";
import type { Comparison } from "./comparison.ts";
import { comparisonTables } from "./tables.ts";

/** Writes the tables of a comparison, and the command behind each run. */
export function comparisonMarkdown(comparison: Comparison): string {
  const paragraphs = comparisonTables(comparison).flatMap(({ title, note, head, rows }) => [
    `**${title}.** ${note}`,
    markdownTable(head, rows, "numbers"),
  ]);
  const commands = comparison.methods.flatMap(({ runs }) => runs.map(({ command }) => command));
  return [...paragraphs, ["```sh", ...commands, "```"].join("\n")]
    .map((paragraph) => `${paragraph}\n`)
    .join("\n");
}
